const longestParsed = 2_000_000;

/** The object or array that a text is, whole; undefined where it is anything else. */
export function parseJson(text: string): object | undefined {
  if (text.length > longestParsed || !/^\s*[[{]/.test(text) || !/[\]}]\s*$/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** The beginning of an object: not to be read as Markdown while it comes. */
export const looksLikeJson = (text: string): boolean => /^\s*(?:\{\s*"|\[\s*[{["])/.test(text);
