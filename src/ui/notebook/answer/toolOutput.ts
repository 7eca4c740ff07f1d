import { formatCount } from '../../../protocol/figures.ts';
import { numberOf, objectOf, objectsOf, shortened, textOf, type Json } from './json.ts';

const HIT_CHARACTERS = 1000;

/** What a tool gave back, as text: logs, what a shell printed, hits of a search, else as JSON. Empty for images alone. */
export function outputText(output: unknown): string {
  const pieces = objectsOf(output);
  const said = pieces.flatMap((piece) => pieceText(piece) ?? []);
  if (said.length > 0) return said.join('\n');
  return pieces.length > 0 && pieces.every(isPicture) ? '' : asText(output);
}

/** The sources of a web search, a line each; undefined where the server does not list them. */
export function searchSources(action: unknown): string | undefined {
  const sources = objectsOf(objectOf(action).sources).flatMap(({ url, name }) => textOf(url) ?? textOf(name) ?? []);
  return sources.length > 0 ? sources.join('\n') : undefined;
}

/** The tools of an MCP server, a line each. */
export function toolNames(tools: unknown): string {
  return objectsOf(tools)
    .map(({ name, description }) =>
      [textOf(name) ?? '', textOf(description)?.split('\n', 1)[0]].filter(Boolean).join(': '),
    )
    .join('\n');
}

export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(shortened(value));

function pieceText(piece: Json): string | undefined {
  const { logs, stdout, stderr, outcome, filename, file_name, score } = piece;
  if (textOf(logs) !== undefined) return textOf(logs);
  if (stdout !== undefined || stderr !== undefined) {
    const code = numberOf(objectOf(outcome).exit_code);
    const lines = [textOf(stdout), textOf(stderr), code === undefined ? undefined : `exit code ${code}`];
    return lines.filter((line) => line !== undefined).join('\n');
  }
  const text =
    textOf(piece.text) ??
    objectsOf(piece.content)
      .flatMap((one) => textOf(one.text) ?? [])
      .join('\n');
  const name = textOf(filename) ?? textOf(file_name);
  if (name === undefined) return textOf(text);
  const rank = numberOf(score);
  return `${name}${rank === undefined ? '' : ` (score ${rank.toFixed(2)})`}\n${shortText(text)}`.trimEnd();
}

function shortText(text: string): string {
  if (text.length <= HIT_CHARACTERS) return text;
  return `${text.slice(0, HIT_CHARACTERS).toWellFormed()}… (${formatCount(text.length)} characters)`;
}

const isPicture = ({ type }: Json): boolean => (textOf(type) ?? '').includes('image');
