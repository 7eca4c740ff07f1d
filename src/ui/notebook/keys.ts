const KEY = /\b(?:sk|sess)-[\w-]{16,}/g;

/** The text with a variable in the place of what looks like a key. */
export const withoutKeys = (text: string): string => text.replace(KEY, '{{env:OPENAI_API_KEY}}');
