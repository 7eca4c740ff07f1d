import type { JsonSchema } from '../endpoints.ts';
import { writeList, writeValue, type Syntax } from './literals.ts';
import type { Call, SdkCall } from './readCall.ts';
import { sdkServer } from './sdkServer.ts';
import { plainText, valueOf, type TextPiece, type Value } from './value.ts';
import { withDeployment } from './writeCurl.ts';

const syntax: Syntax = {
  indent: '    ',
  constant: (value) => (value === null ? 'None' : value ? 'True' : 'False'),
  text: writeText,
  upload: (path) => `open(${writePath(path)}, "rb")`,
  key: (name) => `${literal(name)}: `,
};
const KEYWORDS =
  /^(False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

type Argument = readonly [prefix: string, value: Value];

/** A call as a script for the official package `openai`. The key comes from the environment. */
export function writePython(call: Call): string {
  const client = writeClient(call);
  const method = call.sdk ? snakeCase(call.sdk.endpoint.name) : call.method.toLowerCase();
  const args = call.sdk ? sdkArguments(call, call.sdk) : plainArguments(call);
  const opening = `${call.name} = client.${method}`;
  const body = [`${opening}${writeList(['(', ')'], args, syntax, '', opening.length)}`, ...showAnswer(call)].join('\n');
  const all = `${client}\n${body}`;
  const imports = ['base64', 'json', 'os', 'httpx']
    .filter((module) => new RegExp(`(?<![\\w."])${module}\\.`).test(all))
    .map((module) => `import ${module}`);
  const from = `from openai import ${client.startsWith('Azure') ? 'AzureOpenAI' : 'OpenAI'}`;
  const head = imports.length > 0 ? `${imports.join('\n')}\n\n${from}` : from;
  return `${head}\n\nclient = ${client}\n\n${body}\n`;
}

function showAnswer({ name, streams, isBinary, sdk }: Call): string[] {
  if (streams) return [`for event in ${name}${sdk ? '' : '.iter_lines()'}:`, '    print(event)'];
  if (isBinary) return [sdk ? `${name}.write_to_file("output")` : `open("output", "wb").write(${name}.content)`];
  return [sdk ? `print(${name})` : `print(${name}.text)`];
}

function writeClient({ server }: Call): string {
  const { azure, organization, project } = server;
  const { address, isAzure, apiVersion, query } = sdkServer(server);
  const keyName = azure?.authentication === 'token' ? 'AZURE_OPENAI_AD_TOKEN' : 'AZURE_OPENAI_API_KEY';
  const options = [
    ...(address === undefined ? [] : [`base_url=${literal(address)}`]),
    ...(apiVersion === undefined ? [] : [`api_version=${literal(apiVersion)}`]),
    // AzureOpenAI reads either variable by itself.
    ...(azure && !isAzure ? [`api_key=os.environ["${keyName}"]`] : []),
    ...(organization ? [`organization=${literal(organization)}`] : []),
    ...(project ? [`project=${literal(project)}`] : []),
    ...(query ? [`default_query=${writeValue(valueOf(query), syntax)}`] : []),
  ];
  return `${isAzure ? 'AzureOpenAI' : 'OpenAI'}(${options.length === 0 ? '' : `\n${options.map((one) => `    ${one},\n`).join('')}`})`;
}

/** The last parameter of the path comes first, the others by their names; what the method does not know goes into `extra_body`. */
function sdkArguments(call: Call, { endpoint, parameters, values }: SdkCall): Argument[] {
  const own = parameters.at(-1);
  const others = parameters.slice(0, -1).map(([name, pieces]) => [name, { kind: 'text', pieces }] as const);
  const sent = withDeployment(call, { kind: 'object', entries: values });
  const known = knownNames(endpoint.body, endpoint.query);
  const isKnown = (name: string) =>
    /^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.test(name) && (known.size === 0 || known.has(name));
  const entries = sent.kind === 'object' ? sent.entries : [];
  const extra = entries.filter(([name]) => !isKnown(name));
  return [
    ...(own ? [['', { kind: 'text', pieces: own[1] }] as const] : []),
    ...[...others, ...entries.filter(([name]) => isKnown(name))].map(([name, value]) => [`${name}=`, value] as const),
    ...(call.headers.length > 0 ? [['extra_headers=', headersOf(call)] as const] : []),
    ...(extra.length > 0
      ? [[call.method === 'POST' ? 'extra_body=' : 'extra_query=', { kind: 'object', entries: extra }] as const]
      : []),
  ];
}

/** A path that the SDK has no method for: the response comes as it is. */
function plainArguments(call: Call): Argument[] {
  const object = (entries: readonly (readonly [string, Value])[]): Value => ({ kind: 'object', entries });
  const options: (readonly [string, Value])[] = [
    ...(call.query.length > 0 ? [['params', object(call.query.map(({ name, value }) => [name, value]))] as const] : []),
    ...(call.headers.length > 0 ? [['headers', headersOf(call)] as const] : []),
  ];
  const fields = call.form?.filter(({ value }) => value.kind !== 'upload') ?? [];
  const files = call.form?.filter(({ value }) => value.kind === 'upload') ?? [];
  const pairs = files.map(({ name, value }) => ({ kind: 'array', items: [nameOf(name), value] }) as const);
  const body = call.body
    ? jsonBody(withDeployment(call, call.body))
    : object(fields.map(({ name, value }) => [name, value]));
  return [
    ['', { kind: 'text', pieces: call.path }],
    ['cast_to=', { kind: 'number', text: 'httpx.Response' }],
    ...(call.body || fields.length > 0 ? [['body=', body] as const] : []),
    ...(files.length > 0 ? [['files=', { kind: 'array', items: pairs }] as const] : []),
    ...(options.length > 0 ? [['options=', object(options)] as const] : []),
  ];
}

/** A text is one that holds the JSON. */
const jsonBody = (body: Value): Value =>
  body.kind === 'text' ? { kind: 'number', text: `json.loads(${writeText(body.pieces)})` } : body;

const nameOf = (text: string): Value => ({ kind: 'text', pieces: [{ kind: 'text', text }] });

function knownNames(...schemas: readonly (JsonSchema | undefined)[]): Set<string> {
  const names = new Set<string>();
  for (const schema of schemas) {
    const {
      properties = {},
      anyOf = [],
      allOf = [],
    } = (schema ?? {}) as {
      properties?: object;
      anyOf?: JsonSchema[];
      allOf?: JsonSchema[];
    };
    for (const name of [...Object.keys(properties), ...knownNames(...anyOf, ...allOf)]) names.add(name);
  }
  return names;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function headersOf({ headers }: Call): Value {
  return {
    kind: 'object',
    entries: headers.map(({ name, value }) => [name, { kind: 'text', pieces: value }] as const),
  };
}

function writePath(path: readonly TextPiece[]): string {
  const [first] = path;
  const text = writeText(path);
  return first?.kind === 'text' && first.text.startsWith('~/') ? `os.path.expanduser(${text})` : text;
}

function writeText(pieces: readonly TextPiece[]): string {
  const plain = plainText(pieces);
  if (plain !== undefined) return literal(plain);
  return pieces
    .map((piece) => (pieces.length > 1 && piece.kind === 'cell' ? `str(${piece.expression})` : expression(piece)))
    .join(' + ');
}

function expression(piece: TextPiece): string {
  switch (piece.kind) {
    case 'text':
      return literal(piece.text);
    case 'env':
      return `os.environ["${piece.name}"]`;
    case 'cell':
      return piece.expression;
    case 'file':
      return `open(${writePath([{ kind: 'text', text: piece.path }])}, encoding="utf-8").read()`;
    case 'base64':
      return `base64.b64encode(open(${writePath([{ kind: 'text', text: piece.path }])}, "rb").read()).decode()`;
  }
}

/** A text as JSON has it is a text of Python too. */
function literal(text: string): string {
  return JSON.stringify(text);
}
