import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Profile } from '../../editor/profile.ts';
import { path as encodedPath } from '../../openai/address.ts';
import { neededHeaders } from '../../openai/assistantsV2.ts';
import { fileFromPath } from '../../openai/fileFromPath.ts';
import type { Cell, FormField, Method } from './cell.ts';
import { chooseServer, type Profiles } from './chooseServer.ts';
import {
  CellError,
  fill,
  fillDeep,
  fillText,
  isPlaceholder,
  parsePlaceholder,
  splitPlaceholders,
  type Resolve,
} from './placeholders.ts';

/** A request with all its values, as the client takes it. */
export interface ResolvedCell {
  profile: Profile;
  method: Method;
  /** Below the base URL, encoded. */
  path: string;
  /** Several values of a name are sent as `name[]`. */
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  /** JSON: an object, or for a WEBSOCKET its events. */
  body?: object;
  form?: Record<string, unknown>;
  /** The JSON, or the fields of the form that are text. */
  said: Record<string, unknown>;
  /** Sentences: what was left out. */
  notes: string[];
}

export interface CellScope {
  profiles: Profiles;
  resolve: Resolve;
  /** The real path of a file that may be sent. */
  openFile: (path: string) => Promise<string>;
}

/** Headers that are the client's own: who is asked, with which key, in which form. */
const OWN_HEADERS: Readonly<Record<string, string>> = {
  authorization: 'the key of the profile goes in its place',
  'api-key': 'the key of the profile goes in its place',
  'proxy-authorization': 'VS Code knows its proxy',
  cookie: 'no cookie is sent',
  host: 'it follows from the profile',
  'content-length': 'it follows from the body',
  'content-type': 'it follows from the body',
  'transfer-encoding': 'it follows from the body',
  'accept-encoding': 'the answer is read as it comes',
  connection: 'it is kept for the next request',
  upgrade: 'a WEBSOCKET cell does that',
};

/** Fills in the placeholders of a cell and finds out where it goes. Throws a CellError before anything is sent. */
export async function resolveCell(cell: Cell, scope: CellScope): Promise<ResolvedCell> {
  const [problem] = cell.problems;
  if (problem) throw new CellError(problem.message);
  const notes: string[] = [];
  const { profile, path, query } = await resolveTarget(cell, scope);
  const headers = { ...neededHeaders(path), ...(await resolveHeaders(cell, scope.resolve, notes)) };
  const rest = { profile, method: cell.method, path, query, headers, notes };
  if (!cell.body) return { ...rest, said: {} };
  if (cell.method === 'GET') throw new CellError('A GET has no body. Write its parameters behind the path: ?limit=10');
  if (cell.body.kind === 'form') return { ...rest, ...(await resolveForm(cell.body.fields, scope)) };
  const body = await resolveJson(cell.body.text.trim(), scope.resolve);
  if (typeof body !== 'object' || body === null) throw new CellError('The body is a JSON object.');
  if (Array.isArray(body) && cell.method !== 'WEBSOCKET') throw new CellError('The body is a JSON object, not a list.');
  return { ...rest, body, said: Array.isArray(body) ? {} : (body as Record<string, unknown>) };
}

/** The JSON as written with its placeholders filled in; of one placeholder alone the JSON that it holds, as it is. */
async function resolveJson(text: string, resolve: Resolve): Promise<unknown> {
  if (!isPlaceholder(text)) return fillDeep(parseJson(text, 'The body'), resolve);
  const value = await fill(text, resolve);
  return typeof value === 'string' ? parseJson(value.replace(/^\ufeff/, ''), text) : value;
}

async function resolveTarget(
  { target, profile: named }: Cell,
  { profiles, resolve }: CellScope,
): Promise<Pick<ResolvedCell, 'profile' | 'path' | 'query'>> {
  if (isPlaceholder(target)) {
    const whole = await fill(target, resolve);
    if (typeof whole !== 'string' || !/^(\/|https?:\/\/)/i.test(whole)) {
      throw new CellError(`${target} is neither a path nor a URL.`);
    }
    return splitTarget(whole, named, profiles, (text) => text, encodeLiteral);
  }

  const { literals, written } = splitPlaceholders(target);
  if (/[\uE000\uE001]/.test(target)) throw new CellError('The path has characters in it that no path has.');
  const values: string[] = [];
  for (const one of written) {
    const value = await resolve(parsePlaceholder(one), `{{${one}}}`);
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new CellError(`{{${one}}} is no text that could stand in a path: add .id or another field.`);
    }
    values.push(String(value));
  }
  // Whatever a value holds, it stays where it was written.
  const marked = literals
    .map((literal, index) => literal + (index < values.length ? `\uE000${index}\uE001` : ''))
    .join('');
  const unmark = (text: string, encode: (value: string) => string) =>
    text.replace(/\uE000(\d+)\uE001/g, (_, index: string) => encode(values[Number(index)] ?? ''));
  return splitTarget(
    marked,
    named,
    profiles,
    (text) => unmark(text, (value) => value),
    (text) => unmark(encodeLiteral(text), (value) => encodedPath`${value}`),
  );
}

function splitTarget(
  whole: string,
  named: string | undefined,
  profiles: Profiles,
  inQuery: (text: string) => string,
  inPath: (text: string) => string,
): Pick<ResolvedCell, 'profile' | 'path' | 'query'> {
  const { profile, target } = chooseServer(whole, named, profiles);
  const [, path = '', search = ''] = /^([^?#]*)\??([^#]*)/.exec(target) ?? [];
  const pairs = search.split('&').flatMap((pair): [string, string][] => {
    if (pair === '') return [];
    const [name = '', ...value] = pair.split('=');
    return [[inQuery(decode(name)), inQuery(decode(value.join('=')))]];
  });
  return { profile, path: inPath(path), query: grouped(pairs) };
}

/** What no path has, encoded: blanks, brackets, letters that are not of ASCII, a % that begins no code. Places of values stay. */
const encodeLiteral = (path: string): string =>
  path.toWellFormed().replace(/%(?![\da-f]{2})|[^\w\-.~!$&'()*+,;=:@/%\uE000\uE001]+/gi, encodeURIComponent);

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new CellError(`“${text}” in the query is not encoded as it should be: write % as %25.`);
  }
}

/** Several values of `name[]` become a list, which the client sends as `name[]` again. */
function grouped<Value>(pairs: readonly (readonly [string, Value])[]): Record<string, Value | Value[]> {
  const fields = new Map<string, Value | Value[]>();
  const lists = new Map<string, Value[]>();
  for (const [name, value] of pairs) {
    const listed = /^[^[\]]+(?=\[\]$)/.exec(name)?.[0];
    const list = listed === undefined ? undefined : lists.get(listed);
    if (list) {
      list.push(value);
      continue;
    }
    if (fields.has(listed ?? name)) throw new CellError(`${name} is there twice. Write several values as ${name}[]=…`);
    const first = [value];
    if (listed !== undefined) lists.set(listed, first);
    fields.set(listed ?? name, listed === undefined ? value : first);
  }
  return Object.fromEntries(fields);
}

async function resolveHeaders({ headers }: Cell, resolve: Resolve, notes: string[]): Promise<Record<string, string>> {
  const kept = new Map<string, string>();
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    const why = Object.hasOwn(OWN_HEADERS, key) ? OWN_HEADERS[key] : undefined;
    if (why !== undefined) {
      notes.push(`${name} of the cell is not sent: ${why}.`);
      continue;
    }
    const text = await fillText(value, resolve);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
      throw new CellError(`The header ${name} has characters in it that no header can have.`);
    }
    kept.set(key, text);
  }
  return Object.fromEntries(kept);
}

async function resolveForm(
  fields: readonly FormField[],
  { resolve, openFile }: CellScope,
): Promise<Pick<ResolvedCell, 'form' | 'said'>> {
  const pairs: [string, unknown][] = [];
  for (const { name, value, isFile } of fields) {
    const text = await fillText(value, resolve);
    pairs.push([name, isFile ? await fileFromPath(await openFile(text)) : text]);
  }
  const said = pairs.filter(([, value]) => typeof value === 'string');
  return { form: grouped(pairs), said: grouped(said) };
}

function parseJson(text: string, named: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split(/\r\n|\r|\n/).length;
  const what = printParseErrorCode(error.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  throw new CellError(`${named} is not JSON: ${what} in its line ${line}.`);
}
