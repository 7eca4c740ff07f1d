/** The notebook type of the manifest. */
export const notebookType = 'parley-api';

/** The language of its requests. */
export const requestLanguage = 'openai-http';
