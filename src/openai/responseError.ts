import type { IncomingHttpHeaders } from 'node:http';
import { filteredCategories } from './contentFilter.ts';
import { OpenAIError, type ErrorInfo, type ErrorKind } from './errors.ts';

/** What a server says about a failure, in any of the shapes seen. */
interface ServerError {
  message?: string;
  code?: string;
  type?: string;
  /** What a content filter kept back. */
  filtered?: string;
}

const EXCERPT_CHARACTERS = 300;

/**
 * The error of a response that is not a success. `text` is its body: OpenAI's JSON, other JSON, a web page, plain text or
 * nothing. `path` is what was asked for.
 */
export function responseError(
  response: { status: number; statusText: string; headers: IncomingHttpHeaders },
  text: string,
  path?: string,
): OpenAIError {
  const { status, headers } = response;
  const server = parseServerError(text);
  const kindByCode = server && kindOfCode(server);
  // A status says more than a type, but for these two there is none.
  const kind = kindByCode === 'quota' || kindByCode === 'contentFilter' ? kindByCode : kindOfStatus(status);
  const code = server?.code ?? server?.type;
  const retryAfterMs = parseRetryAfter(headers);
  return new OpenAIError({
    kind,
    message: withFiltered(explain(response, server?.message ?? excerpt(text), server, path), server),
    status,
    ...(code !== undefined && { code }),
    ...requestIdOf(headers),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/**
 * The error object inside a stream or a failed response, as an error: `{ message, code, type }`, a string, or anything.
 * Kind server where its code says nothing.
 */
export function eventError(error: unknown, headers: IncomingHttpHeaders = {}): OpenAIError {
  const server = typeof error === 'string' ? { message: error } : readServerError(error);
  const code = server.code ?? server.type;
  return new OpenAIError({
    kind: kindOfCode(server) ?? (SAYS_NOTHING.test(server.message ?? '') ? 'notFound' : 'server'),
    message: withFiltered(server.message ?? 'The server reported an error without saying which.', server),
    ...(code !== undefined && { code }),
    ...requestIdOf(headers),
  });
}

/** The error of a success that is not what was asked for: a web page, or JSON where events were expected. */
export function unexpectedBody(expected: string, text: string, headers: IncomingHttpHeaders): OpenAIError {
  const server = parseServerError(text);
  if (server?.message !== undefined) return eventError(server, headers);
  const what = isHtml(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'something else';
  const shown = excerpt(text);
  return new OpenAIError({
    kind: 'protocol',
    message: `The server answered with ${what} instead of ${expected}${shown === undefined ? '' : `: ${shown}`}`,
    ...requestIdOf(headers),
  });
}

/** The error that a server answers with status 200 and nothing beside it, as LM Studio does where it has no such endpoint. */
export function soleError(data: object, headers: IncomingHttpHeaders): OpenAIError | undefined {
  const { error } = data as { error?: unknown };
  if (!error || Object.keys(data).length > 1) return undefined;
  return eventError(error, headers);
}

export function requestIdOf(headers: IncomingHttpHeaders): Pick<ErrorInfo, 'requestId'> {
  const requestId = headers['x-request-id'] ?? headers['apim-request-id'];
  return typeof requestId === 'string' ? { requestId } : {};
}

/** How long the server asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date. Undefined: it does not say. */
export function parseRetryAfter(headers: IncomingHttpHeaders, nowMs = Date.now()): number | undefined {
  const ms = Number.parseFloat(String(headers['retry-after-ms']));
  if (ms >= 0) return ms;
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const waitMs = /^\s*[\d.]+\s*$/.test(value) ? Number.parseFloat(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

const KIND_OF_STATUS: Partial<Record<number, ErrorKind>> = {
  401: 'auth',
  402: 'quota',
  403: 'permission',
  404: 'notFound',
  405: 'notFound',
  408: 'timeout',
  409: 'server',
  410: 'notFound',
  429: 'rateLimit',
  501: 'notFound',
};

function kindOfStatus(status: number): ErrorKind {
  return KIND_OF_STATUS[status] ?? (status >= 500 ? 'server' : status >= 400 ? 'invalidRequest' : 'protocol');
}

const KIND_OF_CODE: Partial<Record<string, ErrorKind>> = {
  insufficient_quota: 'quota',
  billing_hard_limit_reached: 'quota',
  billing_not_active: 'quota',
  content_filter: 'contentFilter',
  content_policy_violation: 'contentFilter',
  image_content_policy_violation: 'contentFilter',
  moderation_blocked: 'contentFilter',
  rate_limit_exceeded: 'rateLimit',
  invalid_api_key: 'auth',
  authentication_error: 'auth',
  model_not_found: 'notFound',
  unsupported_country_region_territory: 'permission',
  context_length_exceeded: 'invalidRequest',
  invalid_prompt: 'invalidRequest',
  invalid_request_error: 'invalidRequest',
};

function kindOfCode({ code = '', type = '' }: ServerError): ErrorKind | undefined {
  return KIND_OF_CODE[code] ?? KIND_OF_CODE[type];
}

function explain(
  { status, statusText, headers }: { status: number; statusText: string; headers: IncomingHttpHeaders },
  said: string | undefined,
  server: ServerError | undefined,
  path = 'this endpoint',
): string {
  const code = server?.code ?? server?.type;
  if (code === 'unsupported_country_region_territory') {
    return `The service is not offered in the country or region this request came from. A proxy may be the reason. (${said ?? code})`;
  }
  if (status >= 300 && status < 400) {
    return `The server redirects to ${headers.location ?? 'another address'}. A key is never sent along: set the base URL to the final address.`;
  }
  if (KIND_OF_STATUS[status] === 'notFound' && (!server?.message || SAYS_NOTHING.test(server.message))) {
    return `The server does not have ${path}${said === undefined ? '' : ` (${said})`}.`;
  }
  const name = statusText === '' ? String(status) : `${status} ${statusText}`;
  return said ?? `The server answered ${name} and nothing else.`;
}

/** What frameworks answer where there is no such endpoint: words about an object say which. */
const SAYS_NOTHING =
  /^\W*(not found|(page|file|resource|route) not found|method not allowed|not implemented|unexpected endpoint or method\b.*)\W*$/i;

function withFiltered(message: string, server: ServerError | undefined): string {
  return server?.filtered === undefined ? message : `${message.trim()} Filtered: ${server.filtered}.`;
}

function parseServerError(text: string): ServerError | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined; // Not JSON is a shape of its own.
  }
  if (Array.isArray(json)) json = json[0];
  if (typeof json !== 'object' || json === null) return undefined;
  const { error } = json as { error?: unknown };
  if (typeof error === 'string') return { ...readServerError(json), message: error };
  return readServerError(error ?? json);
}

function readServerError(value: unknown): ServerError {
  if (typeof value !== 'object' || value === null) return {};
  const { message, detail, code, type } = value as Record<string, unknown>;
  const said = message ?? detail;
  const filtered = filteredCategories(value);
  return {
    ...(said !== undefined && said !== null && { message: typeof said === 'string' ? said : JSON.stringify(said) }),
    ...(typeof code === 'string' && { code }),
    ...(typeof type === 'string' && type !== 'error' && { type }),
    ...(filtered !== undefined && { filtered }),
  };
}

function isHtml(text: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<body)/i.test(text);
}

/** The words of a body worth showing: a page's title, else its start without tags. */
function excerpt(text: string): string | undefined {
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
  const words = (title ?? (isHtml(text) ? text.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ') : text))
    .replace(/\s+/g, ' ')
    .trim();
  if (words === '') return undefined;
  return words.length > EXCERPT_CHARACTERS ? `${words.slice(0, EXCERPT_CHARACTERS)}…` : words;
}
