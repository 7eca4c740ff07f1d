import type { IncomingHttpHeaders } from 'node:http';
import { OpenAIError, type ErrorInfo, type ErrorKind } from './errors.ts';

/** What a server says about a failure, in any of the shapes seen. */
interface ServerError {
  message?: string;
  code?: string;
  type?: string;
}

const EXCERPT_CHARACTERS = 300;

/** The error of a response that is not a success. `text` is its body: OpenAI's JSON, other JSON, a web page, plain text or nothing. */
export function responseError(
  response: { status: number; statusText: string; headers: IncomingHttpHeaders },
  text: string,
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
    message: explain(response, server?.message ?? excerpt(text), code),
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
    kind: kindOfCode(server) ?? 'server',
    message: server.message ?? 'The server reported an error without saying which.',
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
  408: 'timeout',
  409: 'server',
  410: 'notFound',
  429: 'rateLimit',
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
  code: string | undefined,
): string {
  if (code === 'unsupported_country_region_territory') {
    return `The service is not offered in the country or region this request came from. A proxy may be the reason. (${said ?? code})`;
  }
  if (status >= 300 && status < 400) {
    return `The server redirects to ${headers.location ?? 'another address'}. A key is never sent along: set the base URL to the final address.`;
  }
  const name = statusText === '' ? String(status) : `${status} ${statusText}`;
  return said ?? `The server answered ${name} and nothing else.`;
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
  return {
    ...(said !== undefined && said !== null && { message: typeof said === 'string' ? said : JSON.stringify(said) }),
    ...(typeof code === 'string' && { code }),
    ...(typeof type === 'string' && type !== 'error' && { type }),
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
