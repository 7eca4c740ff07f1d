/** A piece of a text and where it began, 1-based. */
export interface Piece {
  text: string;
  line: number;
}

/** The text in pieces of at most `most` characters, cut where a line ends if one does; none is blank. */
export function splitAtLines(text: string, most: number, startLine = 1): Piece[] {
  const pieces: Piece[] = [];
  let line = startLine;
  for (let at = 0; at < text.length;) {
    const end = endOf(text, at, most);
    const piece = text.slice(at, end);
    if (piece.trim() !== '') pieces.push({ text: piece, line });
    line += piece.split('\n').length - 1;
    at = end;
  }
  return pieces;
}

function endOf(text: string, at: number, most: number): number {
  const end = at + most;
  if (end >= text.length) return text.length;
  const lineEnd = text.lastIndexOf('\n', end - 1);
  if (lineEnd > at) return lineEnd + 1;
  const space = text.lastIndexOf(' ', end - 1);
  if (space > at) return space + 1;
  return isHighSurrogate(text.charCodeAt(end - 1)) && most > 1 ? end - 1 : end;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
