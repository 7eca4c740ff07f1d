import type { ParleyError } from './parleyApi.ts';

/** An error of the API for other extensions: words and a code, and nothing else. */
export class ApiError extends Error implements ParleyError {
  override readonly name = 'ParleyError';
  readonly code: ParleyError['code'];
  readonly retryAfterMs?: number;

  constructor(code: ParleyError['code'], message: string, retryAfterMs?: number) {
    super(message);
    this.code = code;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
