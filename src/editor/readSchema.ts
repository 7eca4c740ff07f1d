import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { isObject } from '../openai/isObject.ts';

/** A JSON Schema as a person wrote it, and the name an answer's format gets. */
export interface NamedSchema {
  /** As the API takes it: letters, digits, `_` and `-`, at most 64. */
  name: string;
  schema: Record<string, unknown>;
}

const NAME_CHARACTERS = 64;

/** Reads a schema file, comments allowed. Throws a sentence that says where it is no JSON or why it is no schema. */
export function readSchema(fileName: string, text: string): NamedSchema {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new Error(`${fileName} is no JSON: ${printParseErrorCode(error.error)} in line ${line}.`);
  }
  if (!isObject(value)) throw new Error(`${fileName} is no JSON Schema: a schema is an object.`);
  if (!looksLikeSchema(value)) {
    throw new Error(`${fileName} is no JSON Schema: it has neither a "type" nor a "$ref" nor an "anyOf".`);
  }
  return { name: formatName(fileName), schema: value };
}

/** True for what can only be meant as a schema: files that merely have a "type" are not. */
export function isSchemaText(text: string): boolean {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isObject(value)) return false;
  if (typeof value.$schema === 'string' && value.$schema.includes('json-schema.org')) return true;
  return value.type === 'object' && isObject(value.properties);
}

const looksLikeSchema = (value: Record<string, unknown>) =>
  ['type', '$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', 'properties'].some((key) => key in value);

function formatName(fileName: string): string {
  const name = fileName
    .replace(/(\.schema)?\.json$/i, '')
    .replaceAll(/[^\w-]+/g, '_')
    .slice(0, NAME_CHARACTERS);
  return name === '' ? 'schema' : name;
}
