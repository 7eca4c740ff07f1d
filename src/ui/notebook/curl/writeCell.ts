import { applyEdits, format, parseTree, type ParseError } from 'jsonc-parser';
import type { CurlField } from './curlForm.ts';
import { withoutKeys } from '../keys.ts';
import type { CurlRequest } from './readCurl.ts';

/** Where the requests of a command may go: the servers of the profiles. */
export interface Server {
  /** Of the profile. */
  name: string;
  baseURL: string;
}

export interface Servers {
  active: Server;
  all: readonly Server[];
}

const OPENAI = 'https://api.openai.com/v1';
const LEFT_OUT = /^(authorization|api-key|content-type|content-length|host|cookie)$/i;

/** A request as the text of a cell. The key never gets there; what else was left out or changed is in the notes. */
export function writeCell(request: CurlRequest, servers: Servers): { text: string; notes: readonly string[] } {
  const notes = new Set(request.notes);
  const { target, profile, unknownServer } = targetOf(request.url, servers);
  if (unknownServer !== undefined) {
    notes.add(`${unknownServer} is the server of no profile: add one with “Use a Local or Custom Server”.`);
  }
  if (request.headers.some(({ name, value }) => holdsKey(name, value))) {
    notes.add('The key in the command was left out: the key of the profile is used.');
  }
  const headers = request.headers.filter(({ name }) => !LEFT_OUT.test(name));
  const body = request.body && writeBody(request.body, request.headers);
  const text = [
    ...(profile === undefined ? [] : [`# @profile ${profile}`]),
    `${request.method} ${target}`,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['', body]),
  ].join('\n');
  const clean = withoutKeys(text);
  if (clean !== text) notes.add('What looks like a key was replaced by {{env:OPENAI_API_KEY}}.');
  return { text: clean, notes: [...notes] };
}

/** JSON with two blanks, its order and numbers as written; anything else as it is. */
function prettyJson(text: string): string {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (!tree || errors.length > 0) return text;
  return applyEdits(text, format(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' }));
}

function targetOf(url: string, servers: Servers): { target: string; profile?: string; unknownServer?: string } {
  const [, scheme, host = '', path = '', query = ''] =
    /^(?:(https?):\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?/is.exec(url.trim()) ?? [];
  const rest = `${path === '' ? '/' : path}${query}`;
  // `$BASE_URL/models`: the base URL is the profile's.
  if (/^\{\{env:\w+\}\}$/.test(host)) return { target: rest.replace(/^\/v1(?=\/)/, '') };
  const server = host.replace(/^.*@/, '');
  const isLocal = /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(server);
  const origin = `${scheme?.toLowerCase() ?? (isLocal ? 'http' : 'https')}://${server.toLowerCase()}`;
  const known = [servers.active, ...servers.all].find(({ baseURL }) => below(baseURL, origin, rest) !== undefined);
  const openAI = below(OPENAI, origin.replace(/^http:/, 'https:'), rest);
  const fallback = openAI === undefined ? known : undefined;
  const isActive = known === servers.active || fallback?.name === servers.active.name;
  const target = openAI ?? (known && below(known.baseURL, origin, rest));
  if (target === undefined) return { target: origin + rest, unknownServer: server };
  return { target, ...(fallback && !isActive && { profile: fallback.name }) };
}

/** The rest of a path below a base URL. */
function below(baseURL: string, origin: string, rest: string): string | undefined {
  const base = new URL(baseURL);
  const given = URL.canParse(origin) ? new URL(origin).origin : origin;
  const prefix = `${base.pathname.replace(/\/$/, '')}/`;
  if (base.origin !== given || !rest.startsWith(prefix) || rest.length === prefix.length) return undefined;
  return rest.slice(prefix.length - 1);
}

/** A key in clear, not the name of a variable or what documentation puts in its place. */
function holdsKey(name: string, value: string): boolean {
  if (!/^(authorization|api-key|x-api-key|ocp-apim-subscription-key)$/i.test(name)) return false;
  const key = value.replace(/^(Bearer|Basic)\s+/i, '');
  return /^[\w.~+/=-]{16,}$/.test(key) && !/^(your|my)[-_]|api[-_]?key/i.test(key);
}

function writeBody(body: NonNullable<CurlRequest['body']>, headers: CurlRequest['headers']): string {
  if (body.kind === 'form') return body.fields.map(writeField).join('\n');
  const text = body.text.trim();
  const isJson =
    /^\s*[{[]/.test(text) || headers.some(({ name, value }) => /^content-type$/i.test(name) && /json/i.test(value));
  if (isJson || !/^[\w.[\]%-]+=[^&=]*(&[\w.[\]%-]+=[^&=]*)*$/.test(text)) return prettyJson(text);
  const fields = [...new URLSearchParams(text)];
  return fields.map(([name, value]) => writeField({ name, value, isFile: false })).join('\n');
}

function writeField({ name, value, isFile }: CurlField): string {
  return `${name}=${isFile ? '@' : ''}${value.replace(/\s*\n\s*/g, ' ')}`;
}
