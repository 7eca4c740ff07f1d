/**
 * How the tokens of an encoding are kept in `dist/o200k.br`, which is then compressed by Brotli. Tokens that differ in
 * case or in a space before them alone are one entry: its text in lower case and the forms it has. Entries are sorted,
 * and each is written as what differs from the one before:
 * - a byte 0x80 + 16 * cut + forms: how many bytes of the entry before are dropped (7: the next byte says) and which of
 *   the commonest sets of forms it has (15: the next byte is the set);
 * - the bytes that follow instead: the lower 7 bits of each UTF-16 unit. `otherPage` and two bytes come before those
 *   whose upper bits are others than so far, and `escape` before those that mean something else. An entry begins at page 0.
 *
 * Before the entries are `commonSets` sets of forms. Behind them is `end`, then come the tokens that are no whole
 * characters, each with its length in bytes before it, and `end` again. The rest is the rank of each token in the order
 * in which they stand there, as `rankOf` makes it coarse: one by one, ranks would take twice the room of the tokens.
 */
export const commonSets = 15;
export const end = 0;
export const otherPage = 1;
export const escape = 2;
/** What follows `otherPage` and `escape` is this much more than it says. */
export const shift = 3;

/** The bytes that begin an entry are at least this; those of its text are less. */
export const entryHead = 0x80;
/** Of an entry's head: from here on, how many bytes are cut is in the next byte. */
export const manyCut = 7;

/** Bits of a set of forms: lower case (or as written), then with a capital, then in capitals; each without and with a space. */
export const formCount = 6;

/** A form of an entry; `form` is the number of a bit. */
export function formOf(entry: string, form: number): string {
  const space = form & 1 ? ' ' : '';
  if (form < 2) return space + entry;
  return space + (form < 4 ? entry.charAt(0).toUpperCase() + entry.slice(1) : entry.toUpperCase());
}

const ranks = 74;
const finest = 16;

/**
 * The rank, from 1 to `ranks`, of the token that is the `index`th of `count` in the encoding: the earlier a token, the
 * finer, since most of what is joined is early.
 */
export const rankOf = (index: number, count: number): number =>
  1 + Math.floor((Math.log2(1 + index / finest) / Math.log2(1 + count / finest)) * ranks);
