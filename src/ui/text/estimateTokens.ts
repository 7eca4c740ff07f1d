/** Words of Latin letters, by their case; words of other letters; digits by three; Chinese, Japanese and Korean; line ends. */
const PIECES =
  /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d{1,3}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{M}]+|\s*\n\s*|[^\S\n]+|[^\p{L}\p{M}\p{N}\s]+|./gsu;

const LATIN = /^[\p{Script=Latin}]+$/u;
const ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
const COMMON_WORD_LETTERS = 8;
const RARE_WORD_LETTERS = 4;

/**
 * About how many tokens a text has, for servers that do not count. The rule: a word of up to eight Latin letters is one
 * token, a longer one has another for each four letters more; other alphabets have one for each three letters, Chinese,
 * Japanese and Korean one for each sign; three digits are one, two other signs are one, a line end with its indentation
 * is one, a single space belongs to the word behind it. English prose comes to about four characters a token, code to
 * about three.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += tokensOf(piece);
  return text === '' ? 0 : Math.max(1, tokens);
}

function tokensOf(piece: string): number {
  if (piece === ' ') return 0;
  if (/^\s+$/.test(piece) || /^\d/.test(piece) || ASIAN.test(piece)) return 1;
  const { length } = piece;
  if (LATIN.test(piece)) return 1 + Math.ceil(Math.max(0, length - COMMON_WORD_LETTERS) / RARE_WORD_LETTERS);
  return Math.ceil(length / (/^\p{L}/u.test(piece) ? 3 : 2));
}
