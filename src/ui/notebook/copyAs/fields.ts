import type { FormField } from '../cell.ts';
import type { JsonSchema } from '../endpoints.ts';
import { jsonValue, plainText, textPieces, textValue, type Lookup, type Value } from './value.ts';

/** Reads `#/definitions/…`. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

export interface Field {
  name: string;
  value: Value;
}

interface Tree {
  entries: Map<string, Tree>;
  values: Value[];
  isArray: boolean;
}

/** The fields of a form as they are sent, texts all of them but the files. */
export function formFields(fields: readonly FormField[], lookup: Lookup): Field[] {
  return fields.map(({ name, value, isFile }) => ({
    name,
    value: isFile
      ? { kind: 'upload', path: textPieces(value, lookup) }
      : { kind: 'text', pieces: textPieces(value, lookup) },
  }));
}

/** The parameters of a query as they are sent. */
export function queryFields(query: string, lookup: Lookup): Field[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split('=');
      return { name: decode(name), value: textValue(decode(rest.join('=')), lookup) };
    });
}

/**
 * Fields as the SDKs take them: `name[]` and repeated names are arrays, `name[key]` is an object, and numbers, booleans
 * and JSON are such where the schema does not want a text.
 */
export function nestFields(fields: readonly Field[], schema: JsonSchema | undefined, definitions: Definitions): Value {
  const root: Tree = { entries: new Map(), values: [], isArray: false };
  for (const { name, value } of fields) {
    const path = [...name.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0]);
    let tree = root;
    for (const key of path) {
      if (key === '') tree.isArray = true;
      else {
        const next = tree.entries.get(key) ?? { entries: new Map<string, Tree>(), values: [], isArray: false };
        tree.entries.set(key, next);
        tree = next;
      }
    }
    tree.values.push(value);
  }
  return nested(root, schema, definitions);
}

function nested(tree: Tree, schema: JsonSchema | undefined, definitions: Definitions): Value {
  const kinds = alternatives(schema, definitions);
  const part = (name: 'items' | 'properties') =>
    kinds.map((kind) => kind[name] as JsonSchema | undefined).find(Boolean);
  if (tree.entries.size > 0) {
    const properties = (part('properties') ?? {}) as Record<string, JsonSchema | undefined>;
    const entries = [...tree.entries].map(
      ([name, child]) => [name, nested(child, properties[name], definitions)] as const,
    );
    return { kind: 'object', entries };
  }
  const [first] = tree.values;
  if (first && !tree.isArray && tree.values.length === 1) return typed(first, kinds);
  const items = alternatives(part('items'), definitions);
  return { kind: 'array', items: tree.values.map((value) => typed(value, items)) };
}

/** A text as what the schema wants in its place. */
function typed(value: Value, kinds: readonly JsonSchema[]): Value {
  const text = value.kind === 'text' ? plainText(value.pieces) : undefined;
  const types = kinds.flatMap(({ type, enum: values }) =>
    type === undefined
      ? ((values as unknown[] | undefined)?.map((one) => typeof one) ?? [])
      : ([type].flat() as string[]),
  );
  if (text === undefined || types.length === 0) return value;
  if (types.some((type) => type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?$/.test(text)) {
    return { kind: 'number', text };
  }
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return { kind: 'constant', value: text === 'true' };
  if ((types.includes('object') && /^\s*\{/.test(text)) || (types.includes('array') && /^\s*\[/.test(text))) {
    return jsonValue(text, () => undefined);
  }
  return value;
}

function alternatives(schema: JsonSchema | undefined, definitions: Definitions, depth = 0): JsonSchema[] {
  if (!schema || depth > 8) return [];
  const { $ref: reference, anyOf, oneOf } = schema as { $ref?: string; anyOf?: JsonSchema[]; oneOf?: JsonSchema[] };
  if (reference !== undefined) {
    return alternatives(definitions[reference.replace('#/definitions/', '')], definitions, depth + 1);
  }
  const choices = anyOf ?? oneOf;
  return choices ? choices.flatMap((choice) => alternatives(choice, definitions, depth + 1)) : [schema];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text; // A lone % is what it is.
  }
}
