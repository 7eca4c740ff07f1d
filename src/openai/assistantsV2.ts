import type { ApiRequest } from './transport.ts';

/** What assistants, threads and vector stores want on every request. */
const headers = { 'openai-beta': 'assistants=v2' };

/** What a path wants besides the usual headers; a cell may say otherwise. */
export const neededHeaders = (path: string): Record<string, string> =>
  /^\/(assistants|threads|vector_stores|realtime\/(transcription_)?sessions)(\/|$)/.test(path) ? headers : {};

/** Requests of the second version of the assistants API, which vector stores came with. */
export const assistantsV2 = {
  get: (path: string, query?: object | null): ApiRequest => ({ method: 'GET', path, query, headers }),
  post: (path: string, body?: object): ApiRequest => ({ method: 'POST', path, body, headers }),
  delete: (path: string): ApiRequest => ({ method: 'DELETE', path, headers }),
};
