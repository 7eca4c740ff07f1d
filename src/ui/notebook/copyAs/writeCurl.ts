import { azureRules } from '../../../openai/azure.ts';
import type { Call } from './readCall.ts';
import { plainText, type TextPiece, type Value } from './value.ts';

/** A call as a command for a POSIX shell. The key is a variable. */
export function writeCurl(call: Call): string {
  const { method, form, body, headers, streams, server, sdk } = call;
  const lines: string[] = [];
  if (method === 'DELETE' || (method === 'POST' && !form && !body)) lines.push(`-X ${method}`);
  if (method === 'GET' && (form ?? body)) lines.push('-X GET');
  lines.push(`-H "${keyHeader(call)}"`);
  const fixed = [
    ...(server.organization ? [['OpenAI-Organization', server.organization]] : []),
    ...(server.project ? [['OpenAI-Project', server.project]] : []),
    ...Object.entries(sdk?.endpoint.headers ?? {}),
  ];
  for (const [name = '', value = ''] of fixed) lines.push(`-H ${quote(`${name}: ${value}`)}`);
  for (const { name, value } of headers) lines.push(`-H ${shellText([{ kind: 'text', text: `${name}: ` }, ...value])}`);
  if (body) {
    lines.push("-H 'Content-Type: application/json'");
    lines.push(`-d ${body.kind === 'text' ? dataInShell(body.pieces) : jsonInShell(withDeployment(call, body))}`);
  }
  for (const { name, value } of form ?? []) lines.push(formLine(name, value));
  if (streams) lines.push('--no-buffer');
  if (call.isBinary && endsWith(call.path, '/audio/speech')) lines.push(`--output speech.${soundType(body)}`);
  return `curl ${[address(call), ...lines].join(' \\\n  ')}\n`;
}

function endsWith(path: readonly TextPiece[], text: string): boolean {
  const last = path.at(-1);
  return last?.kind === 'text' && last.text.endsWith(text);
}

function keyHeader({ server }: Call): string {
  if (!server.azure) return 'Authorization: Bearer $OPENAI_API_KEY';
  return server.azure.authentication === 'token'
    ? 'Authorization: Bearer $AZURE_OPENAI_AD_TOKEN'
    : 'api-key: $AZURE_OPENAI_API_KEY';
}

function address(call: Call): string {
  const { server, path, query } = call;
  const base = new URL(server.baseURL);
  const parameters = query.map(({ name, value }) => ({ name, value }));
  for (const [name, value] of base.searchParams) parameters.unshift({ name, value: textOf(value) });
  const [deployment, apiVersion] = server.azure ? azureParts(call) : [];
  if (apiVersion !== undefined && !base.searchParams.has('api-version')) {
    parameters.unshift({ name: 'api-version', value: textOf(apiVersion) });
  }
  const pieces: TextPiece[] = [
    { kind: 'text', text: base.origin + base.pathname.replace(/\/$/, '') + (deployment ?? '') },
    ...path,
  ];
  for (const [index, { name, value }] of parameters.entries()) {
    pieces.push({ kind: 'text', text: `${index === 0 ? '?' : '&'}${encodeURIComponent(name)}=` });
    pieces.push(
      ...(value.kind === 'text' ? value.pieces : [{ kind: 'text' as const, text: json(value) }]).map(encoded),
    );
  }
  return shellText(pieces);
}

/** What the transport adds for Azure: the folder of a deployment, and the api-version. */
function azureParts({ server, path, method, body }: Call): (string | undefined)[] {
  const rules = server.azure && azureRules(new URL(server.baseURL), server.azure);
  const model = modelOf(body);
  const plain = plainText(path) ?? '/';
  const sent = rules?.request<{ method: string; path: string; query?: object; body?: object }>({
    method,
    path: plain,
    ...(model !== undefined && { body: { model } }),
  });
  const { 'api-version': apiVersion } = (sent?.query ?? {}) as { 'api-version'?: string };
  return [sent?.path.endsWith(plain) ? sent.path.slice(0, -plain.length) : undefined, apiVersion];
}

/** The body with the deployment of its model, where a profile of Azure names one. */
export function withDeployment({ server }: Pick<Call, 'server'>, body: Value): Value {
  const model = modelOf(body);
  const { deployments = {} } = server.azure ?? {};
  if (model === undefined || body.kind !== 'object' || !Object.hasOwn(deployments, model)) return body;
  const entries = body.entries.map(
    ([name, value]) => [name, name === 'model' ? textOf(deployments[model] ?? model) : value] as const,
  );
  return { kind: 'object', entries };
}

function modelOf(body: Value | undefined): string | undefined {
  const model = body?.kind === 'object' ? body.entries.find(([name]) => name === 'model')?.[1] : undefined;
  return model?.kind === 'text' ? plainText(model.pieces) : undefined;
}

function soundType(body: Value | undefined): string {
  const format = body?.kind === 'object' ? body.entries.find(([name]) => name === 'response_format')?.[1] : undefined;
  const name = format?.kind === 'text' ? plainText(format.pieces) : undefined;
  return name !== undefined && /^[a-z0-9]+$/.test(name) ? name : 'mp3';
}

function formLine(name: string, value: Value): string {
  const field: TextPiece = { kind: 'text', text: `${name}=` };
  if (value.kind === 'upload') return `-F ${shellText([{ ...field, text: `${name}=@` }, ...uploadPath(value.path)])}`;
  const pieces = value.kind === 'text' ? value.pieces : [{ kind: 'text' as const, text: json(value) }];
  const plain = plainText(pieces);
  const isSafe = plain !== undefined && !/^[@<"]|;/.test(plain);
  return `${isSafe ? '-F' : '--form-string'} ${shellText([field, ...pieces])}`;
}

/** The path of a file within a field: curl ends it at a comma or semicolon that is not in quotes. */
function uploadPath(path: readonly TextPiece[]): readonly TextPiece[] {
  const plain = plainText(path);
  if (plain?.startsWith('~/')) {
    return [{ kind: 'env', name: 'HOME' }, ...uploadPath([{ kind: 'text', text: plain.slice(1) }])];
  }
  if (plain === undefined || !/[,;"\\]/.test(plain)) return path;
  return [{ kind: 'text', text: `"${plain.replace(/["\\]/g, '\\$&')}"` }];
}

/** A body that is a file, or a variable that holds it. */
function dataInShell(pieces: readonly TextPiece[]): string {
  const [only] = pieces;
  if (only?.kind !== 'file') return shellText(pieces);
  const isHome = only.path.startsWith('~/');
  const rest = { kind: 'text', text: isHome ? only.path.slice(1) : only.path } as const;
  return shellText([{ kind: 'text', text: '@' }, ...(isHome ? [{ kind: 'env', name: 'HOME' } as const] : []), rest]);
}

/** JSON between single quotes, which end where a shell has something to fill in. */
function jsonInShell(value: Value): string {
  const parts: TextPiece[] = [];
  write(value, '');
  return shellText(parts, true);

  function add(text: string): void {
    parts.push({ kind: 'text', text });
  }
  function write(part: Value, indent: string): void {
    const inner = `${indent}  `;
    if (part.kind === 'object' && part.entries.length > 0) {
      add('{\n');
      for (const [index, [name, entry]] of part.entries.entries()) {
        add(`${inner}${JSON.stringify(name)}: `);
        write(entry, inner);
        add(index === part.entries.length - 1 ? '\n' : ',\n');
      }
      add(`${indent}}`);
    } else if (part.kind === 'array' && part.items.length > 0) {
      add('[\n');
      for (const [index, item] of part.items.entries()) {
        add(inner);
        write(item, inner);
        add(index === part.items.length - 1 ? '\n' : ',\n');
      }
      add(`${indent}]`);
    } else if (part.kind === 'text') {
      add('"');
      for (const piece of part.pieces) {
        parts.push(piece.kind === 'text' ? { kind: 'text', text: JSON.stringify(piece.text).slice(1, -1) } : piece);
      }
      add('"');
    } else add(json(part));
  }
}

/** A value without placeholders as JSON. */
function json(value: Value): string {
  if (value.kind === 'constant') return String(value.value);
  if (value.kind === 'number') return value.text;
  if (value.kind === 'array') return `[${value.items.map(json).join(',')}]`;
  if (value.kind === 'object')
    return `{${value.entries.map(([name, entry]) => `${JSON.stringify(name)}:${json(entry)}`).join(',')}}`;
  return JSON.stringify(value.kind === 'text' ? (plainText(value.pieces) ?? '') : '');
}

function shellText(pieces: readonly TextPiece[], inJson = false): string {
  let written = '';
  let text = '';
  const flush = () => {
    if (text !== '') written += quote(text);
    text = '';
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') text += piece.text;
    else {
      flush();
      written += `"${expansion(piece, inJson)}"`;
    }
  }
  flush();
  return written === '' ? "''" : written;
}

function expansion(piece: Exclude<TextPiece, { kind: 'text' }>, inJson: boolean): string {
  if (piece.kind === 'env') return `\${${piece.name}}`;
  if (piece.kind === 'cell') return `\${${piece.expression.replace(/\W+/g, '_')}}`;
  const path = piece.path.startsWith('~/') ? `"$HOME"${quote(piece.path.slice(1))}` : quote(piece.path);
  if (piece.kind === 'base64') return `$(base64 < ${path} | tr -d '\\n')`;
  return inJson ? `$(jq -Rs . < ${path} | sed 's/^"//; s/"$//')` : `$(cat < ${path})`;
}

/** Between single quotes, where nothing has a meaning for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function encoded(piece: TextPiece): TextPiece {
  return piece.kind === 'text' ? { kind: 'text', text: encodeURIComponent(piece.text) } : piece;
}

const textOf = (text: string): Value => ({ kind: 'text', pieces: [{ kind: 'text', text }] });
