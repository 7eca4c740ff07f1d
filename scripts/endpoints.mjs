// Writes the table of endpoints that API notebooks complete and check with: methods and paths as our client sends them,
// parameters as the official package's types have them.
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { files, root } from './files.mjs';
import { compress, readOrMake, writeShipped } from './shippedData.mjs';

const folder = 'out/endpoints';

/** Whose descriptions of methods and parameters the table holds. */
const describedBy = 'node_modules/openai/package.json';

/** Writes the table as `endpoints.json.br` into a folder, and answers with the files of packages that went into it. */
export async function writeEndpoints(outdir) {
  const path = `${folder}/${await hashOfInputs()}.json.br`;
  const table = await readOrMake(path, async () => compress(Buffer.from(await endpointTable())));
  await writeShipped(outdir, 'endpoints.json.br', table);
  return [describedBy];
}

/** The table as JSON: that of the last build, if nothing changed that it is made of. */
export async function endpointTable() {
  const path = `${folder}/${await hashOfInputs()}.json`;
  return (await readOrMake(path, async () => JSON.stringify(await makeEndpoints()))).toString();
}

async function hashOfInputs() {
  const hash = createHash('sha256');
  const inputs = [
    ...files('src/openai', '.ts'),
    'scripts/endpoints.mjs',
    'scripts/jsonSchema.mjs',
    describedBy,
    'node_modules/typescript/package.json',
  ];
  for (const path of inputs) hash.update(path).update(await readFile(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

async function makeEndpoints() {
  const [{ default: ts }, { SchemaWriter, shorten }, client] = await Promise.all([
    import('typescript'),
    import('./jsonSchema.mjs'),
    recordingClient(),
  ]);
  const { checker, ours, official, fileType } = openTypes(ts);
  const writer = new SchemaWriter(checker, fileType);
  const rows = new Map();
  for (const { name, call, symbol } of methodsOf(checker, client, ours)) {
    const signature = checker.getTypeOfSymbol(symbol).getCallSignatures().at(-1);
    const parameters = signature?.getParameters().map((parameter) => ({
      name: parameter.name,
      type: checker.getNonNullableType(checker.getTypeOfSymbol(parameter)),
    }));
    const request =
      parameters &&
      (await requestOf(
        call,
        parameters.map((parameter) => argumentFor(checker, parameter)),
      ));
    const key = request && `${request.method} ${request.path.replace(/\{\w+\}/g, '{}')}`;
    // Those that come later are the same with more around it: `poll`, `parse`.
    if (!request || rows.has(key)) continue;
    const document = memberOf(checker, official, name);
    const params = parameters.find(({ type }) => isParams(checker, type));
    const schemaOf = (keys) =>
      keys.length > 0 && params && writer.ofParameters(params.type, (key) => keys.includes(key));
    const [body, query] = [schemaOf(request.body), schemaOf(request.query)];
    rows.set(key, {
      method: request.method,
      path: request.path,
      name,
      summary: document ? shorten(writer.docsOf(document), 400) : '',
      form: request.form,
      headers: request.headers,
      ...(body && { body }),
      ...(query && { query }),
    });
  }
  return { endpoints: [...rows.values()], definitions: writer.definitions };
}

function openTypes(ts) {
  const { config } = ts.readConfigFile(join(root, 'src/tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, join(root, 'src'));
  const client = join(root, 'src/openai/client.ts');
  const [sdk, uploads] = ['client', 'uploads'].map((name) =>
    realpathSync(join(root, `node_modules/openai/${name}.d.mts`)),
  );
  const program = ts.createProgram([client, sdk, uploads], {
    ...options,
    composite: false,
    types: ['node'],
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const typeOf = (file, name) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file));
    return checker.getDeclaredTypeOfSymbol(checker.getExportsOfModule(module).find((symbol) => symbol.name === name));
  };
  return {
    checker,
    ours: typeOf(client, 'Client'),
    official: typeOf(sdk, 'OpenAI'),
    fileType: typeOf(uploads, 'Uploadable'),
  };
}

function* methodsOf(checker, client, type, prefix = '') {
  for (const [key, value] of Object.entries(client)) {
    const symbol = type.getProperty(key);
    if (!symbol) continue;
    if (typeof value === 'function') yield { name: prefix + key, call: value, symbol };
    else if (isResource(value)) {
      yield* methodsOf(checker, value, checker.getTypeOfSymbol(symbol), `${prefix}${key}.`);
    }
  }
}

function memberOf(checker, type, name) {
  let symbol;
  for (const key of name.split('.')) symbol = (symbol ? checker.getTypeOfSymbol(symbol) : type).getProperty(key);
  return symbol;
}

const isParams = (checker, type) =>
  /Params/.test(type.aliasSymbol?.name ?? type.symbol?.name ?? checker.typeToString(type));

/** An argument that can be found again in the request: each text says which parameter it is. */
function argumentFor(checker, { name, type }) {
  if (!isParams(checker, type)) return name.endsWith('ptions') ? undefined : marker(name.replace(/ID$/, '_id'));
  const keys = (type.isUnion() ? type.types : [type]).flatMap((variant) =>
    checker.getPropertiesOfType(variant).map((symbol) => symbol.name),
  );
  // A stream has the same request.
  return Object.fromEntries(keys.map((key) => [key, key === 'stream' ? false : marker(key)]));
}

const marker = (name) => `{${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}}`;

/** What a method sends first; undefined for one that sends nothing by itself. */
async function requestOf(call, args) {
  try {
    await call(...args);
  } catch (error) {
    const { method, path, query, body, form, raw, headers = {} } = error.request ?? {};
    if (!method || args.length === 0 || !path.startsWith('/')) return undefined;
    const parts = raw ? /* the offer of a call */ { sdp: '', session: '' } : (form ?? body ?? {});
    return {
      method,
      path: decodeURIComponent(path),
      query: Object.keys(query ?? {}),
      body: Object.keys(parts),
      form: form !== undefined || raw !== undefined,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'accept')),
    };
  }
}

/** Our client over a transport that throws each request in place of sending it. */
async function recordingClient() {
  const transport = `
    const record = (request) => { throw Object.assign(new Error('Not sent.'), { request }); };
    export class Transport { json = record; list = record; text = record; empty = record; bytes = record; events = record; }`;
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/openai/client.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { esbuildDetection: 'true' },
    logLevel: 'warning',
    external: ['ws'],
    plugins: [
      {
        name: 'record',
        setup({ onLoad }) {
          onLoad({ filter: /src[\\/]openai[\\/]transport\.ts$/ }, () => ({ contents: transport }));
        },
      },
    ],
  });
  const bundle = join(root, folder, `client.${process.pid}.mjs`);
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n";
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(bundle, require + outputFiles[0].text);
  const { createClient } = await import(pathToFileURL(bundle).href);
  await rm(bundle);
  return createClient();
}

const isResource = (value) =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
