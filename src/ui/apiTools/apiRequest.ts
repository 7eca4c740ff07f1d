import { PRICED } from '../../agent/models/callCost.ts';
import type { Profile } from '../../editor/profile.ts';
import { neededHeaders } from '../../openai/assistantsV2.ts';
import { checkedPath } from '../../openai/generic.ts';
import { chooseServer } from '../notebook/chooseServer.ts';

/** What a model says of a request to the API. */
export interface WrittenRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  query: Record<string, unknown> | null;
  body: Record<string, unknown> | null;
}

export interface ApiRequest {
  method: WrittenRequest['method'];
  /** Below the base URL. */
  path: string;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body?: Record<string, unknown>;
  /** Why no earlier approval covers it, as the end of "It …". */
  why?: string;
}

/**
 * The request as it is sent to this profile's server. Throws a sentence for a path that leads to another server or out of
 * the base URL, and for what the method does not have.
 */
export function readApiRequest({ method, path: written, query, body }: WrittenRequest, profile: Profile): ApiRequest {
  const { target } = chooseServer(written, undefined, { all: [profile], active: () => profile });
  const [, path = '', search = ''] = /^([^?#]*)\??([^#]*)/.exec(target) ?? [];
  checkedPath(path);
  if (method !== 'POST' && body !== null) throw new Error(`A ${method} has no body: parameters go into \`query\`.`);
  const why = whyAsk(method, path);
  return {
    method,
    path,
    query: { ...Object.fromEntries(new URLSearchParams(search)), ...query },
    headers: neededHeaders(path),
    ...(method === 'POST' && { body: body ?? {} }),
    ...(why !== undefined && { why }),
  };
}

function whyAsk(method: WrittenRequest['method'], path: string): string | undefined {
  if (method === 'DELETE') return 'deletes something for good';
  if (method === 'POST' && !PRICED.test(path)) return 'may change what the server keeps, or cost what no list says';
  return undefined;
}
