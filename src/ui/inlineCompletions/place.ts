/** Where something is to be inserted, with as much of the text around it as goes to the model. Lines end in `\n`. */
export interface Place {
  /** Path of the file as people read it. */
  file: string;
  languageId: string;
  before: string;
  after: string;
  /** Only the caret's line is to be finished. */
  singleLine: boolean;
}

/** In characters: with about four of them to a token, two thousand tokens in all. */
const most = { before: 6000, after: 2000 };

/** What closes something that was opened: often put there by the editor as it was opened. */
const closers = /^[)\]}>"'`;,:\s]*$/;
const opened = /(?:[{([,:]|=>)\s*$/;

/** The place in a document of which `before` and `after` are long enough. `isAsked`: the user wants something there. */
export function placeIn(
  { before, after, ...file }: Pick<Place, 'file' | 'languageId' | 'before' | 'after'>,
  { isAsked = false } = {},
): Place | undefined {
  const line = lineOf(before);
  const rest = restOf(after);
  if (!isAsked && (isWithinWord(before, after) || (before + after).trim() === '')) return undefined;
  const goesOn = line.trim() === '' || opened.test(line) || (isAsked && rest.trim() === '');
  return { ...file, before: ending(before), after: beginning(after), singleLine: !closers.test(rest) || !goesOn };
}

/** What stands before the caret on its line. */
export const lineOf = (before: string): string => before.slice(before.lastIndexOf('\n') + 1);

/** What stands after the caret on its line. */
export function restOf(after: string): string {
  const end = after.indexOf('\n');
  return end < 0 ? after : after.slice(0, end);
}

export const isClosers = (rest: string): boolean => closers.test(rest);

export const opensBlock = (line: string): boolean => opened.test(line);

const isWithinWord = (before: string, after: string) =>
  /[\p{L}\p{N}_$]$/u.test(before) && /^[\p{L}\p{N}_$]/u.test(after);

/** The end of a text, from the beginning of a line where there is one. */
function ending(text: string): string {
  if (text.length <= most.before) return text;
  const cut = text.slice(-most.before);
  const line = cut.indexOf('\n') + 1;
  return line > 0 && line < cut.length ? cut.slice(line) : cut.replace(/^[\uDC00-\uDFFF]/, '');
}

/** The beginning of a text, to the end of a line where there is one. */
function beginning(text: string): string {
  if (text.length <= most.after) return text;
  const cut = text.slice(0, most.after);
  const line = cut.lastIndexOf('\n');
  return line > 0 ? cut.slice(0, line) : cut.replace(/[\uD800-\uDBFF]$/, '');
}
