/** The language of a request in an API notebook. */
export const cellLanguageId = 'openai-http';
