/** In UTF-16 units: what is counted in a millisecond or two. */
const segmentLength = 1 << 16;

/** Cuts a long text, before a space behind a letter where there is one. */
export function* textSegments(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + segmentLength);
    if (end < text.length) {
      const space = text.lastIndexOf(' ', end);
      if (space > end - 1000 && /^\p{L} \p{L}$/u.test(text.slice(space - 1, space + 2))) end = space;
      else if (isLowSurrogate(text.charCodeAt(end))) end--;
    }
    yield text.slice(start, end);
    start = end;
  }
}

/** Whether a UTF-16 unit is the second half of a character. */
export const isLowSurrogate = (code: number) => (code & 0xfc00) === 0xdc00;
