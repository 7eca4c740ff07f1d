const longestParsed = 2_000_000;
/** What is nested deeper cannot be written again: the stack ends. */
const deepest = 200;

/** The object or array that a text is, whole; undefined where it is anything else. */
export function parseJson(text: string): object | undefined {
  if (text.length > longestParsed || !/^\s*[[{]/.test(text) || !/[\]}]\s*$/.test(text)) return undefined;
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Brackets in strings count too: text that has so many of them is shown as it is. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[{\]}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > deepest) return true;
  }
  return false;
}

/** The beginning of an object: not to be read as Markdown while it comes. */
export const looksLikeJson = (text: string): boolean => /^\s*(?:\{\s*"|\[\s*[{["])/.test(text);
