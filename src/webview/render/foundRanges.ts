import { matchesOf } from '../../agent/findPattern.ts';

/** What of an entry is looked through: what the extension counts too. */
const looked = '.userText, .answer .markdown, .answer .rawJson, .toolTitle, .questionText';
const skipped = '.codeHeader, .math, sup';
const block = 'p, li, pre, h1, h2, h3, h4, h5, h6, th, td, blockquote, div, span.toolTitle';

interface Piece {
  node: Text;
  /** Where its text begins in that of the whole. */
  start: number;
}

/** Where the pattern matches what an entry shows. */
export function foundRanges(entry: Element, pattern: RegExp): Range[] {
  return [...entry.querySelectorAll(looked)].flatMap((root) => {
    const { text, pieces } = read(root);
    return [...matchesOf(text, pattern)].map(({ start, end }) => rangeOf(pieces, start, end));
  });
}

/** The text, with the end of each block as the end of a line. */
function read(root: Element): { text: string; pieces: readonly Piece[] } {
  const pieces: Piece[] = [];
  let text = '';
  let last: Element | null | undefined;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const parent = node.parentElement;
    if (node.data === '' || parent?.closest(skipped)) continue;
    const within = parent?.closest(block);
    if (last && within !== last && !text.endsWith('\n')) text += '\n';
    last = within;
    pieces.push({ node, start: text.length });
    text += node.data;
  }
  return { text, pieces };
}

function rangeOf(pieces: readonly Piece[], start: number, end: number): Range {
  const range = document.createRange();
  const from = pieceAt(pieces, start);
  const to = pieceAt(pieces, end - 1);
  if (from) range.setStart(from.node, Math.min(start - from.start, from.node.length));
  if (to) range.setEnd(to.node, Math.min(end - to.start, to.node.length));
  return range;
}

/** The last piece that begins at `offset` or before it. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1];
}
