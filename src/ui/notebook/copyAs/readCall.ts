import type { AzureOptions } from '../../../openai/azure.ts';
import type { Cell } from '../cell.ts';
import { isPlaceholder } from '../placeholders.ts';
import { findEndpoint, type Endpoint, type EndpointTable } from '../endpoints.ts';
import { formFields, nestFields, queryFields, type Field } from './fields.ts';
import { jsonValue, textPieces, textValue, type Lookup, type TextPiece, type Value } from './value.ts';

/** The server that a cell goes to: a profile, as far as code has to know it. */
export interface CallServer {
  name: string;
  baseURL: string;
  organization?: string;
  project?: string;
  azure?: AzureOptions;
}

/** A request of a cell, ready to be written as code. Holds no secret: the environment stays a placeholder. */
export interface Call {
  /** The variable for the answer. */
  name: string;
  server: CallServer;
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, with its placeholders. */
  path: readonly TextPiece[];
  query: readonly Field[];
  headers: readonly { name: string; value: readonly TextPiece[] }[];
  body?: Value;
  form?: readonly Field[];
  /** Of the official SDKs; absent where they have no method for it. */
  sdk?: SdkCall;
  /** True where the answer comes in events. */
  streams: boolean;
  /** True where the answer is no JSON: sound, or a file. */
  isBinary: boolean;
}

export interface SdkCall {
  endpoint: Endpoint;
  /** The values of the path, by the name of the parameter, in the order of the path. */
  parameters: readonly (readonly [name: string, value: readonly TextPiece[]])[];
  /** Body, or form, and query together. */
  values: readonly (readonly [name: string, value: Value])[];
}

const OWN_HEADERS = /^(authorization|api-key|content-type|content-length|host|cookie)$/i;

/**
 * The request of a cell. Throws a sentence for a cell with problems, a WEBSOCKET one, and a URL that is not of a profile.
 * `servers` has the active one first.
 */
export function readCall(cell: Cell, servers: readonly CallServer[], table: EndpointTable, lookup: Lookup): Call {
  const [problem] = cell.problems;
  if (problem) throw new Error(problem.message);
  if (cell.method === 'WEBSOCKET') throw new Error('Only requests of HTTP can be copied as code.');
  const { server, target } = serverOf(cell, servers);
  const [rawPath = '', ...queries] = target.split('?');
  const path = textPieces(rawPath, lookup);
  const query = queryFields(queries.join('?'), lookup);
  const body = cell.body?.kind === 'json' ? bodyValue(cell.body.text.trim(), lookup) : undefined;
  const form = cell.body?.kind === 'form' ? formFields(cell.body.fields, lookup) : undefined;
  const sdk = sdkCall(cell.method, rawPath, { query, body, form }, table, lookup);
  const streams = [...(sdk?.values ?? []), ...(body?.kind === 'object' ? body.entries : [])].some(
    ([name, value]) => name === 'stream' && value.kind === 'constant' && value.value === true,
  );
  const wanted = sdk?.endpoint.headers ?? {};
  return {
    name: variableName(cell.name ?? 'response'),
    server,
    method: cell.method,
    path,
    query,
    headers: cell.headers
      .filter(({ name }) => !OWN_HEADERS.test(name) && !(name.toLowerCase() in wanted))
      .map(({ name, value }) => ({ name, value: textPieces(value, lookup) })),
    ...(body && { body }),
    ...(form && { form }),
    ...(sdk && { sdk }),
    streams,
    isBinary: /^\/audio\/speech$|^\/files\/[^/]+\/content$/.test(rawPath) && !streams,
  };
}

/** JSON; of a placeholder alone what it stands for, or a text that holds JSON. */
const bodyValue = (text: string, lookup: Lookup): Value =>
  isPlaceholder(text) ? textValue(text, lookup) : jsonValue(text, lookup);

function serverOf(cell: Cell, servers: readonly CallServer[]): { server: CallServer; target: string } {
  const [active] = servers;
  const named = cell.profile === undefined ? active : servers.find(({ name }) => name === cell.profile);
  if (!named) throw new Error(`There is no profile ${cell.profile ?? ''}.`);
  const below = ({ baseURL }: CallServer) => cell.target.startsWith(`${baseURL}/`);
  if (!/^https?:/i.test(cell.target)) {
    const drop = /\/v1\/?$/.test(named.baseURL) ? /^\/v1(?=\/)/ : /^(?!)/;
    return { server: named, target: cell.target.replace(drop, '') };
  }
  const server = [named, ...servers].find(below);
  if (!server) throw new Error(`${cell.target} is not below the base URL of a profile.`);
  return { server, target: cell.target.slice(server.baseURL.length) };
}

function sdkCall(
  method: string,
  path: string,
  { query, body, form }: { query: readonly Field[]; body: Value | undefined; form: readonly Field[] | undefined },
  { endpoints, definitions }: EndpointTable,
  lookup: Lookup,
): SdkCall | undefined {
  const found = findEndpoint(endpoints, method, path);
  const isObject = body === undefined || body.kind === 'object';
  if (!found || !isObject) return undefined;
  const { endpoint, parameters } = found;
  const entries = (value: Value | undefined) => (value?.kind === 'object' ? value.entries : []);
  return {
    endpoint,
    parameters: Object.entries(parameters).map(([name, value]) => [name, textPieces(value, lookup)] as const),
    values: [
      ...entries(form ? nestFields(form, endpoint.body, definitions) : body),
      ...(query.length > 0 ? entries(nestFields(query, endpoint.query, definitions)) : []),
    ],
  };
}

const RESERVED =
  /^(client|fs|os|base64|httpx|form|event|OpenAI|AzureOpenAI|await|break|case|catch|class|const|continue|debugger|def|default|del|delete|do|elif|else|enum|except|export|extends|false|finally|for|from|function|global|if|import|in|is|lambda|let|new|nonlocal|not|null|or|and|as|assert|async|package|pass|print|private|raise|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield|None|True|False|console|process|Buffer)$/;

/** A variable of both languages. */
function variableName(name: string): string {
  return RESERVED.test(name) ? `${name}_` : name;
}
