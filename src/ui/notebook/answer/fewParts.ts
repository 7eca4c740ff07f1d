import type { ResultPart } from '../../../protocol/cellResult.ts';
import { formatCount } from '../../../protocol/figures.ts';
import { sentence } from './textPart.ts';

const MOST_PARTS = 300;
const MOST_CHARACTERS = 1024 * 1024;

/** What can be drawn of parts of which a server may have sent any number: the JSON at their end stays. */
export function fewParts(parts: readonly ResultPart[]): readonly ResultPart[] {
  const few = parts.map(cutTexts);
  const last = few.at(-1);
  if (few.length <= MOST_PARTS || !last) return few;
  const rest = sentence(`Shown are the first ${MOST_PARTS} of ${formatCount(few.length)} parts of the answer.`);
  return [...few.slice(0, MOST_PARTS), rest, ...(last.kind === 'json' ? [last] : [])];
}

function cutTexts(part: ResultPart): ResultPart {
  switch (part.kind) {
    case 'toolCall':
      return {
        ...part,
        name: cut(part.name),
        arguments: cut(part.arguments),
        ...(part.output !== undefined && { output: cut(part.output) }),
      };
    case 'image':
      return part.caption === undefined ? part : { ...part, caption: cut(part.caption) };
    default:
      return part;
  }
}

const cut = (text: string): string =>
  text.length > MOST_CHARACTERS
    ? `${text.slice(0, MOST_CHARACTERS).toWellFormed()}… (the first ${formatCount(MOST_CHARACTERS)} of ${formatCount(text.length)} characters)`
    : text;
