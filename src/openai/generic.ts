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

/**
 * Calls of paths that have no method of their own, answered with JSON. A path begins with `/`, is encoded and stays below
 * the base URL; anything else is an `OpenAIError` of kind invalidRequest, thrown before anything is sent.
 */
export function generic(transport: Transport): { get: AnyRequest; post: AnyRequest; delete: AnyRequest } {
  const request =
    (method: ApiRequest['method']): AnyRequest =>
    <T>(path: string, { query, body, ...options }: AnyRequestOptions = {}) => {
      if (!staysBelow(path)) {
        throw new OpenAIError({
          kind: 'invalidRequest',
          message: `"${path}" is no path below the base URL, like "/models". A query goes into \`query\`.`,
        });
      }
      return transport.json<T>({ method, path, query, body }, options);
    };
  return { get: request('GET'), post: request('POST'), delete: request('DELETE') };
}

/** Segments of the characters that a path may have; none that a server could read as the way up or as another host. */
function staysBelow(path: string): boolean {
  if (!/^(\/([\w\-.~!$&'()*+,;=:@]|%[\da-f]{2})+)+\/?$/i.test(path)) return false;
  // Some servers decode a path more than once.
  const decoded = path.replace(/%(25)*2e/gi, '.').replace(/%(25)*(2f|5c)/gi, '/');
  return !decoded.split('/').some((segment) => segment === '.' || segment === '..');
}
