import type { EndpointTable, JsonSchema } from '../endpoints.ts';

type Definitions = EndpointTable['definitions'];

/** The schemas of a union, references followed; a schema that is none alone. */
export function alternatives(schema: JsonSchema, definitions: Definitions): JsonSchema[] {
  const { $ref, anyOf } = schema as { $ref?: string; anyOf?: JsonSchema[] };
  const target = $ref === undefined ? undefined : definitions[$ref.replace('#/definitions/', '')];
  if (target) return alternatives(target, definitions);
  return anyOf ? anyOf.flatMap((one) => alternatives(one, definitions)) : [schema];
}

/** The schema of a field by its name in a form or query: `a`, `a[]`, `a[b]`. Undefined for one that is not known. */
export function fieldSchema(name: string, schema: JsonSchema, definitions: Definitions): JsonSchema | undefined {
  const keys = name.replaceAll(']', '').split('[');
  let found: JsonSchema | undefined = schema;
  for (const key of keys) {
    const schemas: JsonSchema[] = found ? alternatives(found, definitions) : [];
    const inner = schemas.map((one) => (key === '' ? (one.items as JsonSchema | undefined) : property(one, key)));
    found = inner.find((one) => one !== undefined);
  }
  return found;
}

function property(schema: JsonSchema, key: string): JsonSchema | undefined {
  const { additionalProperties } = schema;
  const isOpen = typeof additionalProperties === 'object' && additionalProperties !== null;
  return propertiesOf(schema)[key] ?? (isOpen ? (additionalProperties as JsonSchema) : undefined);
}

export const propertiesOf = (schema: JsonSchema | undefined): Record<string, JsonSchema> =>
  (schema?.properties ?? {}) as Record<string, JsonSchema>;

export const requiredOf = (schema: JsonSchema | undefined): readonly string[] =>
  (schema?.required ?? []) as readonly string[];

/** Makes completion offer first what must be there, as such: in a schema, and in those within it. */
export function markRequired(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties, required } = schema as JsonSchema;
  if (Array.isArray(required) && typeof properties === 'object') {
    for (const name of required as string[]) {
      const property = propertiesOf(schema as JsonSchema)[name];
      if (property) Object.assign(property, { suggestSortText: `0${name}`, completionDetail: 'required' });
    }
  }
  Object.values(schema).forEach(markRequired);
}

/** Values of a field as texts, and whether there are no others. */
export function valuesOf(schema: JsonSchema, definitions: Definitions): { values: string[]; isClosed: boolean } {
  const schemas = alternatives(schema, definitions).flatMap((one) =>
    one.items === undefined ? [one] : alternatives(one.items as JsonSchema, definitions),
  );
  const values = schemas.flatMap((one) => {
    if (typesOf(one).includes('boolean')) return ['true', 'false'];
    return [...((one.enum ?? []) as unknown[]), ...((one.examples ?? []) as unknown[])].filter(
      (value) => value !== null,
    );
  });
  const isClosed = schemas.every((one) => one.enum !== undefined || typesOf(one).every((type) => type === 'boolean'));
  return { values: [...new Set(values.map(String))], isClosed: isClosed && values.length > 0 };
}

export function isFile(schema: JsonSchema, definitions: Definitions): boolean {
  const schemas = alternatives(schema, definitions);
  return schemas.some(({ format, items }) => format === 'file' || (items as JsonSchema | undefined)?.format === 'file');
}

/** True where nothing but a number will do. */
export function isNumber(schema: JsonSchema, definitions: Definitions): boolean {
  const types = alternatives(schema, definitions).flatMap(typesOf);
  return types.includes('number') && types.every((type) => type === 'number' || type === 'null');
}

function typesOf({ type }: JsonSchema): string[] {
  return [type ?? 'any'].flat() as string[];
}

/** What a parameter is and takes, as Markdown. */
export function describe(name: string, schema: JsonSchema, definitions: Definitions): string {
  const { markdownDescription, deprecationMessage } = schema as Record<string, string | undefined>;
  const types = alternatives(schema, definitions).map((one) =>
    one.enum ? (one.enum as unknown[]).map((value) => JSON.stringify(value)).join(' | ') : typesOf(one).join(' | '),
  );
  const type = isFile(schema, definitions) ? 'file' : [...new Set(types)].join(' | ');
  const deprecated = deprecationMessage === undefined ? undefined : `**Deprecated.** ${deprecationMessage}`;
  return [`**${name}**: \`${type}\``, markdownDescription, deprecated].filter(Boolean).join('\n\n');
}
