import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FormPart } from '../multipart.ts';

export type Json = Record<string, unknown>;

/** A request as the local server answers it. */
export interface ApiRequest {
  method: string;
  /** Below /v1, without its query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The JSON, or the text fields of a form. */
  body: Json;
  /** The files of a form. */
  files: readonly FormPart[];
  /** Of the server: `http://127.0.0.1:port`. */
  origin: string;
}

export interface StreamEvent {
  event?: string;
  /** Sent as JSON, a string as it is. */
  data: unknown;
  /** It waits for `goOn` of the server. */
  held?: boolean;
}

export type ApiAnswer =
  { status?: number; json: unknown } | { bytes: Uint8Array; type: string } | { events: readonly StreamEvent[] };

export type Handler = (request: ApiRequest, ...ids: string[]) => ApiAnswer;

/** `POST /files/{id}` and what answers it, with the ids of its path. */
export type Routes = Readonly<Record<string, Handler>>;

/** An error in the words and the shape of the API. */
export class ApiError extends Error {
  readonly status: number;
  readonly error: Json;

  constructor(
    status: number,
    message: string,
    { code = null, param = null }: { code?: unknown; param?: unknown } = {},
  ) {
    super(message);
    this.status = status;
    this.error = { message, type: status >= 500 ? 'server_error' : 'invalid_request_error', param, code };
  }
}

export const json = (value: unknown): ApiAnswer => ({ json: value });

export const newId = (prefix: string): string => `${prefix}${randomBytes(12).toString('hex')}`;

/** Seconds since 1970, as the API tells times. */
export const now = (): number => Math.floor(Date.now() / 1000);

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The text field of a request, which must be there. */
export function required(body: Json, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ApiError(400, `Missing required parameter: '${name}'.`, {
    code: 'missing_required_parameter',
    param: name,
  });
}

/** The first route that fits; a path with the fewest ids wins. */
export function findRoute(
  routes: Routes,
  method: string,
  path: string,
): (() => readonly [Handler, string[]]) | undefined {
  const segments = path.split('/');
  const matches = Object.entries(routes).flatMap(([route, handler]) => {
    const [routeMethod, template = ''] = route.split(' ');
    const parts = template.split('/');
    if (routeMethod !== method || parts.length !== segments.length) return [];
    const fits = parts.every((part, index) => part.startsWith('{') || part === segments[index]);
    const ids = segments.filter((_, index) => parts[index]?.startsWith('{')).map(decodeURIComponent);
    return fits ? [[handler, ids] as const] : [];
  });
  const best = matches.sort(([, a], [, b]) => a.length - b.length)[0];
  return best && (() => best);
}
