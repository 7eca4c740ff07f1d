import { parseCell, type Cell, type Span } from '../cell.ts';
import { completeFields, completeQuery } from './completeFields.ts';
import { completePlaceholder } from './completePlaceholder.ts';
import type { CellCompletion, CellContext } from './context.ts';
import type { JsonBodies } from './jsonBody.ts';
import { propertiesOf, requiredOf } from './schema.ts';
import { readTarget, type Target } from './target.ts';

const METHODS = [
  ['POST', 'Sends JSON or a form'],
  ['GET', 'Reads'],
  ['DELETE', 'Deletes'],
  ['WEBSOCKET', 'Opens a realtime session'],
] as const;

const HEADERS: readonly (readonly [name: string, what: string])[] = [
  ['OpenAI-Beta', 'Asks for a part of the API that is in its beta: `assistants=v2`'],
  ['OpenAI-Organization', 'The organization that pays, in place of the one of the profile'],
  ['OpenAI-Project', 'The project that pays, in place of the one of the profile'],
  ['X-Client-Request-Id', 'An id of your own, which OpenAI keeps with the request'],
  ['Idempotency-Key', 'Makes a repeated request have its effect once'],
  ['Accept', 'What the answer may be'],
];

/** What can be written at a place in a cell. */
export async function completeCell(
  text: string,
  offset: number,
  context: CellContext,
  bodies: JsonBodies,
): Promise<CellCompletion[]> {
  const cell = parseCell(text);
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  const placeholder = /\{\{([^{}]*)$/.exec(before)?.[1];
  if (placeholder !== undefined) return completePlaceholder(text, offset, placeholder, context);
  if (/^\s*(#|\/\/)/.test(before)) return completeDirective(before, offset, context);
  const target = readTarget(cell, context.table);
  const request = requestLine(text);
  if (!request || line.start <= request.start)
    return completeRequest(before, { text, line, offset, cell, target }, context);
  const { body } = cell;
  if (body?.kind === 'json' && offset >= body.span.start) {
    return bodies.complete(
      text,
      { start: body.span.start, end: Math.max(offset, body.span.end) },
      target.endpoint,
      offset,
    );
  }
  if (!/\n[ \t]*\r?\n/.test(text.slice(request.end, offset))) return completeHeader(before, line, target);
  if (target.endpoint?.form) return completeFields(before, { line, offset }, target.endpoint, context);
  return body ? [] : bodyOf(target, line);
}

/** The first line that is neither empty nor a comment. */
function requestLine(text: string): Span | undefined {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() !== '' && !/^\s*(#|\/\/)/.test(line)) return { start: index, end: index + line.length };
  }
  return undefined;
}

function completeDirective(before: string, offset: number, { profiles }: CellContext): CellCompletion[] {
  const [, directive, written = ''] = /@(profile)\s+(.*)$/.exec(before) ?? [];
  if (directive) {
    const replace = { start: offset - written.length, end: offset };
    return profiles.map((name) => ({ label: name, kind: 'value', insert: name, replace }));
  }
  const word = /^\s*(?:#|\/\/)\s*(@?\w*)$/.exec(before)?.[1];
  if (word === undefined) return [];
  const replace = { start: offset - word.length, end: offset };
  const directives = [
    ['@name', '@name ${1:name}', 'Other cells refer to the answer as {{name.id}}'],
    ['@profile', '@profile ', 'The server to ask, where it is not the active one'],
    ['@follow', '@follow', 'Asks on until a long operation has ended'],
  ] as const;
  return directives.map(([label, insert, documentation]) => ({
    label,
    kind: 'directive',
    insert,
    isSnippet: label === '@name',
    replace,
    documentation,
    continues: label === '@profile',
  }));
}

interface Place {
  text: string;
  line: Span;
  offset: number;
  cell: Cell;
  target: Target;
}

function completeRequest(before: string, place: Place, context: CellContext): CellCompletion[] {
  const { text, line, cell, target, offset } = place;
  const [, indent = '', word = '', gap = ''] = /^(\s*)([A-Za-z]*)(\s*)/.exec(before) ?? [];
  if (gap === '' || word === '') {
    const rest = /^[A-Za-z]*[ \t]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0;
    const replace = { start: line.start + indent.length, end: offset + rest };
    return METHODS.map(([label, documentation], index) => ({
      label,
      kind: 'method',
      insert: `${label} `,
      replace,
      documentation,
      sortText: String(index),
      continues: true,
    }));
  }
  if (before.includes('?')) return completeQuery(place, target, context);
  const pathStart = line.start + indent.length + word.length + gap.length;
  const replace = { start: pathStart, end: Math.max(offset, target.pathSpan.end) };
  if (cell.method === 'WEBSOCKET') {
    const insert = '/realtime?model=gpt-realtime';
    return [{ label: insert, kind: 'path', insert, replace }];
  }
  return context.table.endpoints
    .filter(({ method }) => method === word.toUpperCase())
    .map(({ path, name, summary }, index) => ({
      label: path,
      kind: 'path',
      insert: toSnippet(path),
      isSnippet: true,
      replace,
      filterText: path,
      sortText: String(index).padStart(3, '0'),
      detail: name,
      documentation: summary,
    }));
}

/** `/files/${1:file_id}/content` */
function toSnippet(path: string): string {
  let count = 0;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => `\${${++count}:${name}}`);
}

function completeHeader(before: string, line: Span, { endpoint }: Target): CellCompletion[] {
  const [, name] = /^\s*([\w-]+)\s*:/.exec(before) ?? [];
  const wanted = endpoint?.headers ?? {};
  if (name !== undefined) {
    const values = Object.entries(wanted).filter(([header]) => header.toLowerCase() === name.toLowerCase());
    const start = line.start + before.length - (/[^:\s]*$/.exec(before)?.[0].length ?? 0);
    return values.map(([, value]) => ({
      label: value,
      kind: 'value',
      insert: value,
      replace: { start, end: line.end },
    }));
  }
  const start = line.start + before.length - before.trimStart().length;
  const replace = { start, end: line.start + before.length };
  return HEADERS.map(([label, documentation]) => ({
    label,
    kind: 'header',
    insert: `${label}: ${wanted[label.toLowerCase()] ?? ''}`,
    replace,
    documentation,
  }));
}

/** A body with all that the endpoint needs. */
function bodyOf({ endpoint }: Target, line: Span): CellCompletion[] {
  if (!endpoint?.body) return [];
  const required = requiredOf(endpoint.body);
  const names = required.length > 0 ? required : Object.keys(propertiesOf(endpoint.body)).filter(isUsual);
  const lines = names.map((name, index) => `\t"${name}": \${${index + 1}:""}`);
  return [
    {
      label: '{ … }',
      kind: 'value',
      insert: `{\n${lines.join(',\n')}\n}`,
      isSnippet: true,
      replace: line,
      filterText: '{',
      detail: names.join(', '),
    },
  ];
}

const isUsual = (name: string) => name === 'model' || name === 'input';

function lineAt(text: string, offset: number): Span {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const length = text.slice(offset).search(/[\r\n]|$/);
  return { start, end: offset + length };
}
