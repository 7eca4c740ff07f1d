import { writeValue, type Syntax } from './literals.ts';
import type { Call } from './readCall.ts';
import { sdkServer } from './sdkServer.ts';
import { plainText, valueOf, type TextPiece, type Value } from './value.ts';
import { withDeployment } from './writeCurl.ts';

const syntax: Syntax = {
  indent: '  ',
  constant: String,
  text: writeText,
  upload: (path) => `fs.createReadStream(${writePath(path)})`,
  key: (name) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}: `,
};

/** A call as a module for the official package `openai`. The key comes from the environment. */
export function writeTypeScript(call: Call): string {
  const client = writeClient(call);
  const [before, expression] = call.sdk ? [[], sdkExpression(call, call.sdk)] : plainExpression(call);
  const { name, streams, isBinary } = call;
  const body = [
    ...before,
    `const ${name} = await ${expression};`,
    streams
      ? `for await (const event of ${name}) console.log(event);`
      : isBinary
        ? `fs.writeFileSync('output', Buffer.from(await ${name}.arrayBuffer()));`
        : `console.log(${name});`,
  ].join('\n');
  const uses = (word: string) => new RegExp(`(?<![\\w.'])${word}\\.`).test(body);
  const imports = [
    ...(uses('fs') ? ["import fs from 'node:fs';"] : []),
    ...(uses('os') ? ["import os from 'node:os';"] : []),
    client.startsWith('new Azure') ? "import { AzureOpenAI } from 'openai';" : "import OpenAI from 'openai';",
  ];
  return `${imports.join('\n')}\n\nconst client = ${client};\n\n${body}\n`;
}

function writeClient({ server }: Call): string {
  const { azure, organization, project } = server;
  const { address, isAzure, apiVersion, query } = sdkServer(server);
  const options: string[] = [
    ...(address === undefined ? [] : [`baseURL: ${literal(address)}`]),
    ...(apiVersion === undefined ? [] : [`apiVersion: ${literal(apiVersion)}`]),
    ...(azure && !isAzure && azure.authentication !== 'token' ? ['apiKey: process.env.AZURE_OPENAI_API_KEY'] : []),
    ...(azure?.authentication === 'token'
      ? [
          isAzure
            ? "azureADTokenProvider: async () => process.env.AZURE_OPENAI_AD_TOKEN ?? ''"
            : 'apiKey: process.env.AZURE_OPENAI_AD_TOKEN',
        ]
      : []),
    ...(organization ? [`organization: ${literal(organization)}`] : []),
    ...(project ? [`project: ${literal(project)}`] : []),
    ...(query ? [`defaultQuery: ${writeValue(valueOf(query), syntax)}`] : []),
  ];
  const name = isAzure ? 'AzureOpenAI' : 'OpenAI';
  return options.length === 0 ? `new ${name}()` : `new ${name}({\n${options.map((one) => `  ${one},\n`).join('')}})`;
}

/** The SDK takes the last parameter of the path by its place, the others by their names. */
function sdkExpression(call: Call, { endpoint, parameters, values }: NonNullable<Call['sdk']>): string {
  const own = parameters.at(-1);
  const others = parameters.slice(0, -1).map(([name, pieces]) => [name, { kind: 'text', pieces }] as const);
  const entries = [...others, ...values];
  const args = own ? [writeText(own[1])] : [];
  const takesValues = (endpoint.body ?? endpoint.query) !== undefined || others.length > 0;
  if (entries.length > 0 || (takesValues && (call.headers.length > 0 || endpoint.body !== undefined))) {
    const used = `const ${call.name} = await client.${endpoint.name}(${args.join('')}, `.length;
    args.push(writeValue(withDeployment(call, { kind: 'object', entries }), syntax, '', used));
  }
  if (call.headers.length > 0) args.push(`{ headers: ${writeValue(headersOf(call), syntax)} }`);
  return `client.${endpoint.name}(${args.join(', ')})`;
}

/** A path that the SDK has no method for. */
function plainExpression(call: Call): [before: string[], expression: string] {
  const before: string[] = [];
  const entries: [string, Value][] = [];
  if (call.form) {
    before.push('const form = new FormData();');
    for (const { name, value } of call.form) {
      const content =
        value.kind === 'upload'
          ? `await fs.openAsBlob(${writePath(value.path)}), ${literal(fileName(value.path))}`
          : writeValue(value, syntax);
      before.push(`form.append(${literal(name)}, ${content});`);
    }
  }
  const isJsonText = call.body?.kind === 'text';
  if (call.body && !isJsonText) entries.push(['body', withDeployment(call, call.body)]);
  if (call.query.length > 0) {
    entries.push(['query', { kind: 'object', entries: call.query.map(({ name, value }) => [name, value] as const) }]);
  }
  if (call.headers.length > 0) entries.push(['headers', headersOf(call)]);
  if (call.streams) entries.push(['stream', { kind: 'constant', value: true }]);
  const options = entries.map(([name, value]) => `${name}: ${writeValue(value, syntax)}`);
  if (call.form) options.unshift('body: form');
  if (call.body && isJsonText) options.unshift(`body: JSON.parse(${writeValue(call.body, syntax)})`);
  const type = call.streams ? '<AsyncIterable<unknown>>' : call.isBinary ? '<Response>' : '';
  if (call.isBinary) options.push('__binaryResponse: true');
  const args = [writeText(call.path), ...(options.length > 0 ? [`{ ${options.join(', ')} }`] : [])];
  return [before, `client.${call.method.toLowerCase()}${type}(${args.join(', ')})`];
}

function headersOf({ headers }: Call): Value {
  return {
    kind: 'object',
    entries: headers.map(({ name, value }) => [name, { kind: 'text', pieces: value }] as const),
  };
}

function fileName(path: readonly TextPiece[]): string {
  return (plainText(path) ?? 'file').split(/[\\/]/).pop() ?? 'file';
}

function writePath(path: readonly TextPiece[]): string {
  const [first, ...rest] = path;
  if (first?.kind !== 'text' || !first.text.startsWith('~/')) return writeText(path);
  return `os.homedir() + ${writeText([{ kind: 'text', text: first.text.slice(1) }, ...rest])}`;
}

function writeText(pieces: readonly TextPiece[]): string {
  const plain = plainText(pieces);
  if (plain !== undefined) return literal(plain);
  const [only] = pieces;
  if (pieces.length === 1 && only) return expression(only);
  const parts = pieces.map((piece) =>
    piece.kind === 'text'
      ? literal(piece.text)
          .slice(1, -1)
          .replace(/`|\$(?=\{)/g, '\\$&')
      : `\${${expression(piece)}}`,
  );
  return `\`${parts.join('')}\``;
}

function expression(piece: TextPiece): string {
  switch (piece.kind) {
    case 'text':
      return literal(piece.text);
    case 'env':
      return `process.env.${piece.name} ?? ''`;
    case 'cell':
      return piece.expression;
    case 'file':
    case 'base64':
      return `fs.readFileSync(${writePath([{ kind: 'text', text: piece.path }])}, '${piece.kind === 'file' ? 'utf8' : 'base64'}')`;
  }
}

/** A text between single quotes, with the escapes that JSON and JavaScript share. */
function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return `'${escaped.replace(/\\(.)|'/g, (found, char?: string) => (char === '"' ? '"' : found === "'" ? "\\'" : found))}'`;
}
