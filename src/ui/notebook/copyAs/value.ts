import { parseTree, type Node, type ParseError } from 'jsonc-parser';

/** A piece of a text of a cell: as it is, or what is known only when the code runs. */
export type TextPiece =
  | { kind: 'text'; text: string }
  | { kind: 'env'; name: string }
  | { kind: 'file' | 'base64'; path: string }
  /** A part of the answer to a cell that has not run: `upload.id`. */
  | { kind: 'cell'; expression: string };

/** A value of a request, to be written in some language. */
export type Value =
  | { kind: 'constant'; value: boolean | null }
  /** As it was written. */
  | { kind: 'number'; text: string }
  | { kind: 'text'; pieces: readonly TextPiece[] }
  | { kind: 'upload'; path: readonly TextPiece[] }
  | { kind: 'array'; items: readonly Value[] }
  | { kind: 'object'; entries: readonly (readonly [name: string, value: Value])[] };

/** What a placeholder for an answer stands for, such as `upload.id`; undefined where that cell has not run. */
export type Lookup = (expression: string) => unknown;

const PLACEHOLDER = /\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}/g;

/** The pieces of a text with `{{env:NAME}}`, `{{file:path}}`, `{{base64:path}}` and `{{name.field}}`. */
export function textPieces(text: string, lookup: Lookup): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push(pieceOf(match[1] ?? '', lookup));
    from = match.index + match[0].length;
  }
  if (from < text.length || pieces.length === 0) pieces.push({ kind: 'text', text: text.slice(from) });
  return joined(pieces);
}

/** A text as a value: one that is a placeholder alone is what that stands for. */
export function textValue(text: string, lookup: Lookup): Value {
  const [whole, expression = ''] = new RegExp(`^${PLACEHOLDER.source}$`).exec(text) ?? [];
  const found = whole !== undefined && !expression.includes(':') ? lookup(expression) : undefined;
  return found === undefined ? { kind: 'text', pieces: textPieces(text, lookup) } : valueOf(found);
}

/** JSON with comments as a value, its numbers as written. Throws a sentence for what is not JSON. */
export function jsonValue(text: string, lookup: Lookup): Value {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (!tree || errors.length > 0) throw new Error('The body is not valid JSON.');
  return ofNode(tree);

  function ofNode(node: Node): Value {
    const children = node.children ?? [];
    switch (node.type) {
      case 'object':
        return {
          kind: 'object',
          entries: children.flatMap(({ children: [name, value] = [] }) =>
            name && value ? [[String(name.value), ofNode(value)] as const] : [],
          ),
        };
      case 'array':
        return { kind: 'array', items: children.map(ofNode) };
      case 'string':
        return textValue(String(node.value), lookup);
      case 'number':
        return { kind: 'number', text: text.slice(node.offset, node.offset + node.length) };
      case 'boolean':
        return { kind: 'constant', value: node.value === true };
      case 'null':
      case 'property':
        return { kind: 'constant', value: null };
    }
  }
}

/** JSON that is there already as a value. */
export function valueOf(json: unknown): Value {
  if (Array.isArray(json)) return { kind: 'array', items: json.map(valueOf) };
  if (typeof json === 'object' && json !== null) {
    return { kind: 'object', entries: Object.entries(json).map(([name, value]) => [name, valueOf(value)] as const) };
  }
  if (typeof json === 'number') return { kind: 'number', text: String(json) };
  if (typeof json === 'boolean' || json === null) return { kind: 'constant', value: json };
  return { kind: 'text', pieces: [{ kind: 'text', text: typeof json === 'string' ? json : '' }] };
}

/** The text of pieces that are all known; undefined where one is not. */
export function plainText(pieces: readonly TextPiece[]): string | undefined {
  return pieces.every(({ kind }) => kind === 'text')
    ? pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
    : undefined;
}

function pieceOf(expression: string, lookup: Lookup): TextPiece {
  const [, scheme, rest = ''] = /^(env|file|base64):\s*(.*)$/.exec(expression) ?? [];
  if (scheme === 'env' && /^[A-Za-z_]\w*$/.test(rest)) return { kind: 'env', name: rest };
  if (scheme === 'file' || scheme === 'base64') return { kind: scheme, path: rest };
  // Anything else would not be an expression of the language that it is written in.
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d+\])*$/.test(expression)) return { kind: 'text', text: `{{${expression}}}` };
  const value = lookup(expression);
  if (value === undefined) return { kind: 'cell', expression };
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) };
}

function joined(pieces: readonly TextPiece[]): TextPiece[] {
  const result: TextPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { ...last, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
