/**
 * What looks like encoded bytes; words of Latin letters, by their case; words of other letters; digits by three; Chinese,
 * Japanese and Korean; line ends; spaces; a sign that is repeated; other signs.
 */
const PIECES =
  /(?=[a-z0-9+/_-]{0,40}[A-Z])(?=[A-Z0-9+/_-]{0,40}[a-z])(?=[A-Za-z+/_-]{0,40}\d)[A-Za-z0-9+/_-]{40,}={0,2}|\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d{1,3}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{M}]+|\s*\n\s*|[^\S\n]+|([^\p{L}\p{M}\p{N}\s])\1{3,}|[^\p{L}\p{M}\p{N}\s]+?(?=([^\p{L}\p{M}\p{N}\s])\2{3,}|[\p{L}\p{M}\p{N}\s]|$)|./gsu;

const LATIN = /^\p{Script=Latin}+$/u;
const CYRILLIC = /^\p{Script=Cyrillic}+$/u;
const ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
const LETTER = /^\p{L}/u;

/** How far the estimate may be from what the server counts, of texts of more than a few words: 0.25 is a quarter. */
export const estimateError = 0.25;

/**
 * About how many tokens a text has, for servers that do not count: within `estimateError` of what the tokenizer of OpenAI's
 * models since gpt-4o (o200k_base) makes of prose, code, data and encoded bytes. Other models cut texts otherwise. The rule:
 * - a word of up to eight Latin letters is one token, a longer one has another for each four letters more;
 * - Cyrillic has one for each four letters of a word, other alphabets one for each three;
 * - of Chinese, Japanese and Korean, twenty signs are seventeen tokens; of base64 three characters are two;
 * - up to three digits are one, two other signs are one, and one sign before a word is half; a sign repeated is one, and
 *   another for each 64 more;
 * - a line end with its indentation is one, a single space belongs to the word behind it, more of them are one.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const { 0: piece, index } of text.matchAll(PIECES)) tokens += tokensOf(piece, text, index);
  return text === '' ? 0 : Math.max(1, Math.round(tokens));
}

function tokensOf(piece: string, text: string, index: number): number {
  const { length } = piece;
  if (piece === ' ') return 0;
  if (/^\s+$/.test(piece) || /^\d+$/.test(piece)) return 1;
  if (ASIAN.test(piece)) return 0.85;
  if (LATIN.test(piece)) return 1 + Math.ceil(Math.max(0, length - 8) / 4);
  if (LETTER.test(piece) || /\d/.test(piece)) {
    if (/[\dA-Z]/.test(piece)) return length / 1.5;
    return Math.ceil(length / (CYRILLIC.test(piece) ? 4 : 3));
  }
  if (length >= 4 && piece === piece.charAt(0).repeat(length)) return 1 + Math.floor(length / 64);
  if (length === 1 && LETTER.test(text.slice(index + 1, index + 3))) return 0.5;
  return Math.ceil(length / 2);
}
