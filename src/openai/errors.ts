export type ErrorKind =
  | 'settings'
  | 'auth'
  | 'permission'
  | 'notFound'
  | 'invalidRequest'
  | 'rateLimit'
  | 'quota'
  | 'server'
  | 'network'
  | 'timeout'
  | 'protocol'
  | 'contentFilter';

/** The plain JSON of an error, for places an `Error` cannot go. */
export interface ErrorInfo {
  kind: ErrorKind;
  message: string;
  status?: number;
  code?: string;
  requestId?: string;
  retryAfterMs?: number;
}

/** Every failure of a request. Cancellation is none: it rethrows `signal.reason`. */
export class OpenAIError extends Error implements ErrorInfo {
  override readonly name = 'OpenAIError';
  readonly kind: ErrorKind;
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;

  constructor(info: ErrorInfo, options?: ErrorOptions) {
    super(info.message, options);
    this.kind = info.kind;
    if (info.status !== undefined) this.status = info.status;
    if (info.code !== undefined) this.code = info.code;
    if (info.requestId !== undefined) this.requestId = info.requestId;
    if (info.retryAfterMs !== undefined) this.retryAfterMs = info.retryAfterMs;
  }

  toJSON(): ErrorInfo {
    const { kind, message, status, code, requestId, retryAfterMs } = this;
    return {
      kind,
      message,
      ...(status !== undefined && { status }),
      ...(code !== undefined && { code }),
      ...(requestId !== undefined && { requestId }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
}

/** Of a request that was not sent, for want of a key: no server refused one. */
export const missingKeyError = (message: string, options?: ErrorOptions): OpenAIError =>
  new OpenAIError({ kind: 'auth', message, code: 'missing_api_key' }, options);
