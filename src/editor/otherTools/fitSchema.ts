import { isObject } from '../../openai/isObject.ts';
import { strictSchemaFaults } from '../../openai/strictSchema.ts';
import { plainLine } from './plainText.ts';

export interface FittedSchema {
  parameters: Record<string, unknown>;
  /** Whether the model can be held to it. */
  strict: boolean;
}

const mostCharacters = 16_000;
const mostDescriptionCharacters = 300;
const mostLevels = 24;

/** Keywords that no model needs, and those that refer to places outside. */
const needless = new Set([
  '$schema',
  '$id',
  '$comment',
  'default',
  'deprecationMessage',
  'enumDescriptions',
  'examples',
  'markdownDescription',
  'title',
]);
const refusedAtRoot = ['anyOf', 'oneOf', 'allOf', 'enum', 'const', 'not'];
/** Keywords whose value has names of its own for keys. */
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/**
 * The schema of someone else's tool as the API takes it: the root an object, descriptions short and without anything
 * unseen. What strict mode refuses is sent without it; the tool itself checks what it gets.
 */
export function fitSchema(schema: unknown): FittedSchema {
  if (!isObject(schema)) {
    return { parameters: { type: 'object', properties: {}, required: [], additionalProperties: false }, strict: true };
  }
  for (const keepDescriptions of [true, false]) {
    const copy = copySchema(schema, 0, keepDescriptions);
    const root = Object.fromEntries(Object.entries(copy).filter(([key]) => !refusedAtRoot.includes(key)));
    const parameters = { ...root, type: 'object', properties: isObject(root.properties) ? root.properties : {} };
    const size = JSON.stringify(parameters).length;
    if (size <= mostCharacters) return { parameters, strict: strictSchemaFaults(parameters).length === 0 };
  }
  return { parameters: { type: 'object', properties: {}, additionalProperties: true }, strict: false };
}

function copySchema(node: Record<string, unknown>, level: number, describe: boolean): Record<string, unknown> {
  if (level > mostLevels) return {};
  const entries = Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    if (needless.has(key)) return [];
    if (key === 'description') {
      return describe && typeof value === 'string' ? [[key, plainLine(value, mostDescriptionCharacters)]] : [];
    }
    if (named.has(key) && isObject(value)) {
      const schemas = Object.entries(value).map(([name, one]) => [name, copyValue(one, level + 1, describe)] as const);
      return [[key, Object.fromEntries(schemas)]];
    }
    return [[key, copyValue(value, level + 1, describe)]];
  });
  const copy = Object.fromEntries(entries);
  // The API refuses lists that do not say of what.
  if ([copy.type].flat().includes('array') && !('items' in copy)) return { ...copy, items: {} };
  return copy;
}

function copyValue(value: unknown, level: number, describe: boolean): unknown {
  if (Array.isArray(value))
    return level > mostLevels ? [] : value.map((one: unknown) => copyValue(one, level + 1, describe));
  return isObject(value) ? copySchema(value, level, describe) : value;
}
