/** A text and how much of the model's context it takes. */
export interface Measured {
  characters: number;
  tokens: number;
}

/**
 * How many characters of each text fit into `room` tokens together: short ones stay whole, and the long ones share what
 * they leave.
 */
export function fitTexts(texts: readonly Measured[], room: number): number[] {
  let left = Math.max(0, room);
  const allowed = new Map<number, number>();
  const byLength = texts.map((text, index) => ({ ...text, index })).sort((a, b) => a.tokens - b.tokens);
  for (const [at, { index, characters, tokens }] of byLength.entries()) {
    const share = left / (byLength.length - at);
    if (tokens <= share) {
      allowed.set(index, characters);
      left -= tokens;
    } else {
      // Tokens are not spread evenly over a text.
      allowed.set(index, Math.floor((characters * share * 0.9) / tokens));
      left -= share;
    }
  }
  return texts.map((_, index) => allowed.get(index) ?? 0);
}

/** The beginning of a text, of whole lines where there are any. */
export function cutAtLine(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const end = text.lastIndexOf('\n', characters);
  return text.slice(0, end > 0 ? end : characters);
}

/** How many of the latest turns fit into `room` tokens, given the tokens of each, the oldest first. */
export function latestThatFit(tokens: readonly number[], room: number): number {
  let sum = 0;
  let count = 0;
  for (const each of tokens.toReversed()) {
    sum += each;
    if (sum > room) break;
    count++;
  }
  return count;
}
