import type { Client } from '../../openai/client.ts';
import { moderationReport, type ModerationReport } from './moderationReport.ts';
import type { SelectedText } from './selectedText.ts';
import { splitAtLines } from './splitAtLines.ts';

/** Scores are best for texts that are not long. */
const PIECE_CHARACTERS = 8_000;
const PIECES_AT_ONCE = 16;

/** Has a text moderated, in pieces where it is long. Throws an `OpenAIError`, or an error for an answer with too few results. */
export async function moderate(
  client: Client,
  { text, label, startLine }: Omit<SelectedText, 'isWhole'>,
  model: string,
  signal: AbortSignal,
): Promise<ModerationReport> {
  const pieces = splitAtLines(text, PIECE_CHARACTERS, startLine);
  const results = [];
  for (let at = 0; at < pieces.length; at += PIECES_AT_ONCE) {
    const input = pieces.slice(at, at + PIECES_AT_ONCE).map((piece) => piece.text);
    const answer = await client.moderations.create({ model, input }, { signal });
    if (answer.results.length !== input.length) {
      throw new Error(`${model} answered with ${answer.results.length} results for ${input.length} texts.`);
    }
    results.push(...answer.results);
  }
  return moderationReport(pieces, results, { label, model });
}
