/**
 * The pieces that the tokenizer of OpenAI's models since gpt-4o never joins, as OpenAI publishes the rule with tiktoken
 * (o200k_base): words with one sign before them and an English ending, numbers by three digits, runs of signs, line ends.
 */
const word = String.raw`[^\r\n\p{L}\p{N}]?`;
const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const ending = `(?:'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))?`;
export const publishedPieces = new RegExp(
  [
    `${word}${upper}*${lower}+${ending}`,
    `${word}${upper}+${lower}*${ending}`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
    String.raw`\s*[\r\n]+`,
    String.raw`\s+(?!\S)`,
    String.raw`\s+`,
  ].join('|'),
  'uy',
);

const other = 0;
const upperCase = 1;
const lowerCase = 2;
const digit = 3;
const sign = 4;
const space = 5;
const lineEnd = 6;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Z]/.test(character)) return upperCase;
  if (/[a-z]/.test(character)) return lowerCase;
  if (/\d/.test(character)) return digit;
  if (/[\r\n]/.test(character)) return lineEnd;
  return /\s/.test(character) ? space : sign;
});

/** Where the piece that begins at `start` ends. */
export function pieceEnd(text: string, start: number): number {
  const end = plainPieceEnd(text, start);
  if (end > 0) return end;
  publishedPieces.lastIndex = start;
  // One of the alternatives takes any character.
  return publishedPieces.test(text) ? publishedPieces.lastIndex : start + 1;
}

/** The same without the regular expression, which is slower; 0 where a character beyond ASCII has a say. */
function plainPieceEnd(text: string, start: number): number {
  const { length } = text;
  const kindAt = (index: number) => (index < length ? (kinds[text.charCodeAt(index)] ?? other) : lineEnd);
  const kind = kindAt(start);
  const next = kindAt(start + 1);
  if (kind === other) return 0;
  if (kind === digit) {
    let end = start + 1;
    while (end < start + 3 && kindAt(end) === digit) end++;
    return end < start + 3 && kindAt(end) === other ? 0 : end;
  }
  if (kind === upperCase || kind === lowerCase) return wordEnd(text, start, kindAt);
  if (kind !== lineEnd && (next === upperCase || next === lowerCase)) return wordEnd(text, start + 1, kindAt);
  if (next === other) return 0;
  if (kind === sign || (text.charCodeAt(start) === 32 && start + 1 < length && next === sign)) {
    let end = start + 1;
    while (kindAt(end) === sign) end++;
    if (kindAt(end) === other) return 0;
    while (end < length && (kindAt(end) === lineEnd || text.charCodeAt(end) === 47)) end++;
    return end;
  }
  let end = start;
  let afterLine = 0;
  while (end < length && (kindAt(end) === space || kindAt(end) === lineEnd))
    if (kindAt(end++) === lineEnd) afterLine = end;
  if (kindAt(end) === other) return 0;
  if (afterLine > 0) return afterLine;
  return end === length || end === start + 1 ? end : end - 1;
}

function wordEnd(text: string, start: number, kindAt: (index: number) => number): number {
  let end = start;
  while (kindAt(end) === upperCase) end++;
  while (kindAt(end) === lowerCase) end++;
  if (kindAt(end) === other) return 0;
  if (text.charCodeAt(end) !== 39) return end;
  if (kindAt(end + 1) === other || kindAt(end + 2) === other) return 0;
  const ending = /^'(?:s|t|re|ve|m|ll|d)/i.exec(text.slice(end, end + 3));
  return end + (ending?.[0].length ?? 0);
}
