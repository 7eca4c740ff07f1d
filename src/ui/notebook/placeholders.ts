import type { ChatAction } from '../../protocol/chat.ts';

/** A sentence for whoever wrote the cell. Nothing was sent. */
export class CellError extends Error {
  override readonly name = 'CellError';
  /** What to offer. */
  readonly actions: readonly ChatAction[];

  constructor(message: string, { actions = [], ...options }: ErrorOptions & { actions?: readonly ChatAction[] } = {}) {
    super(message, options);
    this.actions = actions;
  }
}

/** What a placeholder stands for. */
export type Placeholder =
  | { kind: 'env'; name: string }
  /** Text of a file; with `base64` its bytes as base64. */
  | { kind: 'file'; path: string }
  | { kind: 'base64'; path: string }
  /** An earlier answer; `_` is the last of any cell. */
  | { kind: 'answer'; name: string; steps: readonly string[] };

/** Answers with its value, or throws a CellError. */
export type Resolve = (placeholder: Placeholder, written: string) => Promise<unknown>;

const WRITTEN = /\{\{\s*((?:env|file|base64):[^{}\r\n]*[^{}\s]|[A-Za-z_]\w*(?:\.[\w-]+|\[\d+\])*)\s*\}\}/g;

/** The placeholders of a text, and the text between them: always one more than placeholders. */
export function splitPlaceholders(text: string): { literals: string[]; written: string[] } {
  const parts = text.split(WRITTEN);
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    written: parts.filter((_, index) => index % 2 === 1),
  };
}

/** True for a text that is one placeholder and nothing else. */
export function isPlaceholder(text: string): boolean {
  const { literals, written } = splitPlaceholders(text);
  return written.length === 1 && literals.every((literal) => literal === '');
}

/** The text between the braces, as `splitPlaceholders` gives it. */
export function parsePlaceholder(written: string): Placeholder {
  const [, kind, rest = ''] = /^(env|file|base64):\s*(.+)$/.exec(written) ?? [];
  if (kind === 'env') return { kind, name: rest };
  if (kind === 'file' || kind === 'base64') return { kind, path: rest };
  const [name = '', ...steps] = written.match(/[\w-]+/g) ?? [];
  return { kind: 'answer', name, steps };
}

/** The text with its placeholders filled in. A text that is one placeholder alone becomes its value, of whatever type. */
export async function fill(text: string, resolve: Resolve): Promise<unknown> {
  const { literals, written } = splitPlaceholders(text);
  const [only] = written;
  if (only === undefined) return text;
  if (written.length === 1 && literals.every((literal) => literal === '')) {
    return resolve(parsePlaceholder(only), `{{${only}}}`);
  }
  const values: string[] = [];
  for (const one of written) values.push(asText(await resolve(parsePlaceholder(one), `{{${one}}}`)));
  return literals.map((literal, index) => literal + (values[index] ?? '')).join('');
}

/** The same as text. */
export const fillText = async (text: string, resolve: Resolve): Promise<string> => asText(await fill(text, resolve));

/** All the strings within a parsed JSON filled in. */
export async function fillDeep(value: unknown, resolve: Resolve): Promise<unknown> {
  if (typeof value === 'string') return fill(value, resolve);
  if (Array.isArray(value)) {
    const filled: unknown[] = [];
    for (const one of value) filled.push(await fillDeep(one, resolve));
    return filled;
  }
  if (typeof value !== 'object' || value === null) return value;
  const filled: [string, unknown][] = [];
  for (const [key, one] of Object.entries(value)) filled.push([key, await fillDeep(one, resolve)]);
  return Object.fromEntries(filled);
}

/** What the steps lead to. Throws a CellError that names what is there instead. */
export function walk(value: unknown, steps: readonly string[], written: string): unknown {
  let at = value;
  for (const step of steps) {
    const isThere = typeof at === 'object' && at !== null && Object.hasOwn(at, step);
    if (!isThere) throw new CellError(`${written}: the answer has no “${step}” there.${known(at)}`);
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

function known(value: unknown): string {
  if (Array.isArray(value)) return ` It is a list of ${value.length}.`;
  if (typeof value !== 'object' || value === null) return '';
  const names = Object.keys(value).slice(0, 12);
  return names.length > 0 ? ` It has: ${names.join(', ')}.` : '';
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
