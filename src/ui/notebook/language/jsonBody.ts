import { format, modify, getLocation } from 'jsonc-parser';
import {
  getLanguageService,
  type ASTNode,
  type CompletionItem,
  type Diagnostic,
  type JSONDocument,
  type LanguageService,
  type MarkupContent,
  type TextDocument,
} from 'vscode-json-languageservice';
import { modelRules } from '../../../agent/models/catalog.ts';
import type { Span } from '../cell.ts';
import { isPlaceholder as isPlaceholderAlone } from '../placeholders.ts';
import type { Endpoint, EndpointTable, JsonSchema } from '../endpoints.ts';
import { apiOfPath } from './apiOfPath.ts';
import type { CellCompletion, CellDiagnostic, CellHover, Edit, Fix } from './context.ts';
import { nearest } from './nearest.ts';
import { markRequired, propertiesOf } from './schema.ts';
import { hasPlaceholder } from './target.ts';

/** Codes of `vscode-json-languageservice`. */
const DEPRECATED = 2;
const SNIPPET = 2;
const PROPERTY = 10;
/** Each is looked up in the whole body. */
const MOST_PROBLEMS = 100;

/** The language of JSON bodies: what each endpoint takes, by its schema. */
export class JsonBodies {
  readonly #service: LanguageService;

  /** `models` are the ids that are suggested in place of the ones that the official package knows, unless empty. */
  constructor(table: EndpointTable, models: readonly string[]) {
    this.#service = getLanguageService({
      clientCapabilities: { textDocument: { completion: { completionItem: { documentationFormat: ['markdown'] } } } },
    });
    // The service writes into its schemas.
    const definitions = structuredClone(table.definitions);
    markRequired(definitions);
    const schemas = table.endpoints.flatMap((endpoint) => {
      if (!endpoint.body) return [];
      const body = structuredClone(endpoint.body);
      markRequired(body);
      const schema = { ...withModels(body, endpoint, models), definitions };
      return [{ uri: `parley://schemas/${endpoint.name}`, fileMatch: [fileOf(endpoint)], schema }];
    });
    this.#service.configure({ validate: true, allowComments: true, schemas });
  }

  /** What is wrong in the JSON at `span` of a cell, as its syntax and as the body of the endpoint, if that is known. */
  async diagnose(text: string, span: Span, endpoint: Endpoint | undefined): Promise<CellDiagnostic[]> {
    // What it holds is known once it is sent.
    if (isWholePlaceholder(text, span)) return [];
    const { document, json } = this.#open(text, span, endpoint);
    const found = await this.#service.doValidation(document, json, {
      comments: 'ignore',
      trailingCommas: 'ignore',
      schemaValidation: 'error',
    });
    const problems: CellDiagnostic[] = [];
    for (const diagnostic of found.slice(0, MOST_PROBLEMS)) {
      const node = json.getNodeFromOffset(diagnostic.range.start.character);
      if (isPlaceholder(node)) continue;
      problems.push(await this.#problemOf(diagnostic, document, json, endpoint));
    }
    return problems;
  }

  async complete(text: string, span: Span, endpoint: Endpoint | undefined, offset: number): Promise<CellCompletion[]> {
    const { document, json } = this.#open(text, span, endpoint);
    const list = await this.#service.doComplete(document, document.positionAt(offset), json);
    return (list?.items ?? []).map((item) => completionOf(item, offset, text));
  }

  async hover(
    text: string,
    span: Span,
    endpoint: Endpoint | undefined,
    offset: number,
  ): Promise<CellHover | undefined> {
    const { document, json } = this.#open(text, span, endpoint);
    const hover = await this.#service.doHover(document, document.positionAt(offset), json);
    const contents = [hover?.contents ?? []].flat();
    const markdown = contents.map((one) => (typeof one === 'string' ? one : one.value)).join('\n\n');
    if (!hover?.range || markdown === '') return undefined;
    return { markdown, start: hover.range.start.character, end: hover.range.end.character };
  }

  #open(text: string, span: Span, endpoint: Endpoint | undefined): { document: TextDocument; json: JSONDocument } {
    const document = oneLine(endpoint ? fileOf(endpoint) : '/cells/unknown.json', maskOutside(text, span));
    return { document, json: this.#service.parseJSONDocument(document) };
  }

  async #problemOf(
    { range, message, code }: Diagnostic,
    document: TextDocument,
    json: JSONDocument,
    endpoint: Endpoint | undefined,
  ): Promise<CellDiagnostic> {
    const span = { start: range.start.character, end: range.end.character };
    if (code === DEPRECATED) {
      const key = json.getNodeFromOffset(span.start);
      const name = key?.type === 'string' ? key.value : '';
      const end = key ? key.offset + key.length : span.end;
      return { message: deprecation(name, plain(message)), severity: 'hint', deprecated: true, start: span.start, end };
    }
    const unknown = /^Property (.*) is not allowed\.$/.exec(plain(message))?.[1];
    if (unknown === undefined) return { message: plain(message), severity: 'error', ...span };
    const object = json.getNodeFromOffset(span.start)?.parent?.parent;
    const schemas = await this.#service.getMatchingSchemas(document, json);
    const known = schemas
      .filter(({ node }) => node === object)
      .flatMap(({ schema }) => Object.keys(propertiesOf(schema as JsonSchema)));
    const close = nearest(unknown, known);
    const owner = object?.parent === undefined ? `${endpoint?.method ?? ''} ${endpoint?.path ?? ''}` : 'This object';
    return {
      message: `${owner} has no parameter ${unknown}.${close === undefined ? '' : ` Did you mean ${close}?`}`,
      severity: 'warning',
      ...span,
      fixes: fixesOf(document.getText(), span, unknown, close),
    };
  }
}

/** What is said of a deprecated parameter: of its description, what took its place. */
function deprecation(name: string, description: string): string {
  const sentences = description.replaceAll(/\[([^\]]*)\]\([^)]*\)|\*\*/g, '$1').split(/(?<=[.!?])\s+/);
  const first = sentences.findIndex((sentence) => /deprecat|replac|instead|legacy/i.test(sentence));
  const [said = 'Deprecated.', more = ''] = first < 0 ? [] : sentences.slice(first);
  return `${name}: ${said}${/^(Use|Unsupported)\b/.test(more) ? ` ${more}` : ''}`;
}

/** The edits that lay out the JSON at `span` anew. */
export function formatBody(text: string, span: Span, options: { tabSize: number; insertSpaces: boolean }): Edit[] {
  if (isWholePlaceholder(text, span)) return [];
  const range = { offset: span.start, length: span.end - span.start };
  return format(maskOutside(text, span), range, { ...options, keepLines: false }).map(editOf);
}

function fixesOf(json: string, span: Span, unknown: string, close: string | undefined): Fix[] {
  const { path } = getLocation(json, span.start + 1);
  const removal = modify(json, path, undefined, { formattingOptions: { insertSpaces: true, tabSize: 2 } });
  const rename: Fix[] =
    close === undefined ? [] : [{ title: `Change to ${close}`, edits: [{ ...span, text: JSON.stringify(close) }] }];
  return [...rename, { title: `Remove ${unknown}`, edits: removal.map(editOf) }];
}

const editOf = ({ offset, length, content }: { offset: number; length: number; content: string }): Edit => ({
  start: offset,
  end: offset + length,
  text: content,
});

const fileOf = ({ name }: Endpoint) => `/cells/${name}.json`;

/** Models of the server that the endpoint may take, where the server has told which it has. */
function withModels(body: JsonSchema, { path }: Endpoint, models: readonly string[]): JsonSchema {
  const { model } = propertiesOf(body);
  const api = apiOfPath(path);
  const taken = models.filter((id) => !api || modelRules(id)?.apis.includes(api) !== false);
  if (model?.examples === undefined || taken.length === 0) return body;
  return { ...body, properties: { ...propertiesOf(body), model: { ...model, examples: taken } } };
}

/** The same text with nothing but the JSON, which stays where it was. */
function maskOutside(text: string, { start, end }: Span): string {
  const blank = (part: string) => part.replace(/[^\r\n]/g, ' ');
  return blank(text.slice(0, start)) + text.slice(start, end) + blank(text.slice(end));
}

/** A document whose positions are offsets: all of it is one line. */
function oneLine(path: string, text: string): TextDocument {
  return {
    uri: `parley:${path}`,
    languageId: 'jsonc',
    version: 1,
    lineCount: 1,
    getText: (range) => (range ? text.slice(range.start.character, range.end.character) : text),
    positionAt: (character) => ({ line: 0, character }),
    offsetAt: ({ character }) => character,
    getLineRange: () => ({ start: { line: 0, character: 0 }, end: { line: 0, character: text.length } }),
    getEOLCharacters: () => '',
  };
}

const plain = (message: string | MarkupContent) => (typeof message === 'string' ? message : message.value);

const isWholePlaceholder = (text: string, { start, end }: Span): boolean => isPlaceholderAlone(text.slice(start, end));

const isPlaceholder = (node: ASTNode | undefined): boolean =>
  node?.type === 'string' && hasPlaceholder(node.value) && !isKey(node);

const isKey = ({ parent, offset }: ASTNode) => parent?.type === 'property' && parent.keyNode.offset === offset;

function completionOf(item: CompletionItem, offset: number, cell: string): CellCompletion {
  const { label, textEdit, insertText = label, filterText, sortText, detail, documentation, command } = item;
  const range = textEdit && ('range' in textEdit ? textEdit.range : textEdit.replace);
  const text = typeof documentation === 'string' ? documentation : documentation?.value;
  const insert = textEdit?.newText ?? insertText;
  // The service leaves the place for a value out where a union allows several types.
  const isBareName = item.kind === PROPERTY && insert === JSON.stringify(label);
  const isLast = /^\s*(?:[},]|$)/.test(cell.slice(range?.end.character ?? offset));
  return {
    label,
    kind: item.kind === PROPERTY ? 'parameter' : 'value',
    insert: isBareName && isLast ? `${insert}: $1` : insert,
    isSnippet: item.insertTextFormat === SNIPPET,
    replace: { start: range?.start.character ?? offset, end: range?.end.character ?? offset },
    ...(filterText !== undefined && { filterText }),
    ...(sortText !== undefined && { sortText }),
    ...(detail !== undefined && { detail }),
    ...(text && { documentation: text }),
    ...(command && { continues: true }),
  };
}
