export const toLf = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** Without the whitespace around it; runs of whitespace inside are one blank. */
export const squeeze = (line: string): string => line.trim().replaceAll(/\s+/g, ' ');

/** Typographic quotes, dashes, dots and spaces as the plain ones; composed characters; nothing invisible. */
export const plainText = (text: string): string => (isPlain(text) ? text : withoutTypography(text));

const isPlain = (text: string): boolean => !/[^\n -~\t\r]/.test(text);

const withoutTypography = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[‘’‚‛′]/g, "'")
    .replaceAll(/[“”„‟″]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('…', '...')
    .replaceAll(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');

/** What two lines have in common that differ in whitespace and typography only. */
export const keyOf = (line: string): string => squeeze(plainText(line));

/** True for a line that says where it is: brackets and blanks do not. */
export const isTelling = (line: string): boolean => /[\p{L}\p{N}]{2}/u.test(line);

/** A word or a sign, and where it is in its text. */
export interface Token {
  key: string;
  start: number;
  end: number;
}

/** The words and signs of a text. Their keys make no difference between kinds of quotes. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}_$]+|[^\s\p{L}\p{N}\p{M}_$]/gu)].flatMap(({ 0: token, index }) => {
    const key = plainText(token).replaceAll('"', "'");
    return key === '' ? [] : [{ key, start: index, end: index + token.length }];
  });
}

/** Dice coefficient of two lines' tokens: 1 for the same, 0 for none in common. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const key of a) if (b.has(key)) common++;
  return (2 * common) / (a.size + b.size || 1);
}
