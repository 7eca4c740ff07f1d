import type { Span } from '../cell.ts';
import type { Endpoint, EndpointTable, JsonSchema } from '../endpoints.ts';
import { completeFile } from './completePlaceholder.ts';
import type { CellCompletion, CellContext } from './context.ts';
import { alternatives, describe, fieldSchema, isFile, propertiesOf, requiredOf, valuesOf } from './schema.ts';
import type { Target } from './target.ts';

/** Names and values of the fields of a form. */
export async function completeFields(
  before: string,
  { line, offset }: { line: Span; offset: number },
  endpoint: Endpoint,
  context: CellContext,
): Promise<CellCompletion[]> {
  const { body = {} } = endpoint;
  const [, name, value = ''] = /^\s*([^\s=]+)\s*=\s*(.*)$/.exec(before) ?? [];
  if (name !== undefined) {
    if (value.startsWith('@')) return completeFile(value.slice(1), offset, context);
    const replace = { start: offset - value.length, end: line.end };
    return valuesAt(name, body, replace, context);
  }
  const replace = { start: offset - before.trimStart().length, end: offset };
  return namesIn(body, replace, context.table.definitions);
}

/** Names and values of the parameters of a query. */
export function completeQuery(
  { line, offset }: { line: Span; offset: number },
  { endpoint, query }: Target,
  context: CellContext,
): CellCompletion[] {
  if (!endpoint?.query) return [];
  const parameter = query.find(({ span }) => span.start <= offset && offset <= span.end);
  if (
    parameter &&
    offset >= parameter.valueSpan.start &&
    parameter.valueSpan.start > parameter.span.start + parameter.name.length
  ) {
    return valuesAt(parameter.name, endpoint.query, parameter.valueSpan, context);
  }
  const start = parameter?.span.start ?? offset;
  return namesIn(endpoint.query, { start, end: Math.min(offset, line.end) }, context.table.definitions);
}

function valuesAt(
  name: string,
  schema: JsonSchema,
  replace: Span,
  { table: { definitions }, models }: CellContext,
): CellCompletion[] {
  const field = fieldSchema(name, schema, definitions);
  if (!field) return [];
  if (isFile(field, definitions)) {
    return [
      { label: '@', kind: 'file', insert: '@', replace, documentation: 'A file next to the notebook', continues: true },
    ];
  }
  const { values } = valuesOf(field, definitions);
  const known = name === 'model' && models.length > 0 ? values.filter((value) => models.includes(value)) : values;
  return (known.length > 0 ? known : values).map((value) => ({ label: value, kind: 'value', insert: value, replace }));
}

function namesIn(schema: JsonSchema, replace: Span, definitions: EndpointTable['definitions']): CellCompletion[] {
  const required = requiredOf(schema);
  return Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const file = isFile(property, definitions);
    const isList = alternatives(property, definitions).every(({ type }) => type === 'array');
    return {
      label: name,
      kind: 'parameter',
      insert: `${name}${isList ? '[]' : ''}=${file ? '@' : ''}`,
      replace,
      sortText: `${required.includes(name) ? '0' : '1'}${name}`,
      ...(required.includes(name) && { detail: 'required' }),
      documentation: describe(name, property, definitions),
      continues: file || valuesOf(property, definitions).values.length > 0,
    };
  });
}
