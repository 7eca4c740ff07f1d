import { OpenAIError } from './errors.ts';
import type { PendingRequest } from './pendingRequest.ts';
import type { ApiRequest, RequestOptions, Transport } from './transport.ts';

/** What a call of any path takes, as in the official SDK. */
export interface AnyRequestOptions extends RequestOptions {
  query?: object | null;
  /** Sent as JSON. */
  body?: object;
}

type AnyRequest = <T>(path: string, options?: AnyRequestOptions) => PendingRequest<T>;

/** A request of any path: `body` is sent as JSON, `form` as `multipart/form-data` in its place. */
export type RawRequest = Pick<ApiRequest, 'method' | 'path' | 'query' | 'body' | 'form' | 'headers'>;

/**
 * Calls of paths that have no method of their own: `get`, `post` and `delete` are answered with JSON, `request` with the
 * response itself, its body unread. A path begins with `/`, is encoded and stays below the base URL; anything else is an
 * `OpenAIError` of kind invalidRequest, thrown before anything is sent.
 */
export function generic(transport: Transport): {
  get: AnyRequest;
  post: AnyRequest;
  delete: AnyRequest;
  request: (request: RawRequest, options?: RequestOptions) => PendingRequest<Response>;
} {
  const json =
    (method: ApiRequest['method']): AnyRequest =>
    <T>(path: string, { query, body, ...options }: AnyRequestOptions = {}) =>
      transport.json<T>({ method, path: checkedPath(path), query, body }, options);
  return {
    get: json('GET'),
    post: json('POST'),
    delete: json('DELETE'),
    request: (request, options) => transport.bytes({ ...request, path: checkedPath(request.path) }, options),
  };
}

/** The path as it is, where it stays below the base URL. Throws an `OpenAIError` for any other. */
export function checkedPath(path: string): string {
  if (staysBelow(path)) return path;
  throw new OpenAIError({
    kind: 'invalidRequest',
    message: `"${path}" is no path below the base URL, like "/models". A query goes into \`query\`.`,
  });
}

/** Segments of the characters that a path may have; none that a server could read as the way up or as another host. */
function staysBelow(path: string): boolean {
  if (!/^(\/([\w\-.~!$&'()*+,;=:@]|%[\da-f]{2})+)+\/?$/i.test(path)) return false;
  // Some servers decode a path more than once.
  const decoded = path.replace(/%(25)*2e/gi, '.').replace(/%(25)*(2f|5c)/gi, '/');
  return !decoded.split('/').some((segment) => segment === '.' || segment === '..');
}
