import type { ResultPart, TextPart } from '../../../protocol/cellResult.ts';
import { formatCount } from '../../../protocol/figures.ts';

const SHOWN_CHARACTERS = 1024 * 1024;

/** A sentence of ours about the answer. */
export const sentence = (text: string): TextPart => ({ kind: 'text', role: 'plain', text });

/** The text as it is shown: of a very long one its beginning, and a sentence that says so. */
export function textParts(part: Omit<TextPart, 'kind'>): ResultPart[] {
  const { text } = part;
  if (text.length <= SHOWN_CHARACTERS) return [{ kind: 'text', ...part }];
  // A pair of surrogates is not cut in two.
  const end = /[\ud800-\udbff]/.test(text.charAt(SHOWN_CHARACTERS - 1)) ? SHOWN_CHARACTERS - 1 : SHOWN_CHARACTERS;
  return [
    { kind: 'text', ...part, text: text.slice(0, end) },
    sentence(`Shown are the first ${formatCount(end)} of ${formatCount(text.length)} characters.`),
  ];
}
