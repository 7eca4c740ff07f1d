import type { CellBody, FormField, Span } from '../cell.ts';
import type { Endpoint, EndpointTable, JsonSchema } from '../endpoints.ts';
import type { CellDiagnostic } from './context.ts';
import { nearest } from './nearest.ts';
import { fieldSchema, isFile, isNumber, propertiesOf, requiredOf, valuesOf } from './schema.ts';
import { hasPlaceholder } from './target.ts';

type Form = Extract<CellBody, { kind: 'form' }>;

/** What is wrong with the fields of a form. */
export function diagnoseFields(
  { fields, span }: Form,
  endpoint: Endpoint,
  definitions: EndpointTable['definitions'],
): CellDiagnostic[] {
  const known = Object.keys(propertiesOf(endpoint.body));
  const written = fields.map(({ name }) => rootOf(name));
  const missing = requiredOf(endpoint.body).filter((name) => !written.includes(name));
  const problems = fields.flatMap((field): CellDiagnostic[] => {
    if (!known.includes(rootOf(field.name))) return [unknownField(field, endpoint, known)];
    const schema = fieldSchema(field.name, endpoint.body ?? {}, definitions);
    if (schema && !field.isFile && isFile(schema, definitions) && !hasPlaceholder(field.value)) {
      return [
        {
          message: `${field.name} is a file: ${field.name}=@path`,
          severity: 'error',
          ...field.span,
          fixes: [{ title: 'Send the file of this path', edits: [insertAt(field)] }],
        },
      ];
    }
    const problem = field.isFile ? undefined : fieldProblem(field.name, field.value, endpoint.body, definitions);
    return problem === undefined ? [] : [{ message: problem, severity: 'error', ...field.span }];
  });
  const message = `Missing: ${missing.join(', ')}.`;
  const first: Span = fields[0]?.span ?? span;
  return [...(missing.length > 0 ? [{ message, severity: 'error' as const, ...first }] : []), ...problems];
}

/** Why a field of a form or query cannot have this text; undefined where it can. */
export function fieldProblem(
  name: string,
  value: string,
  schema: JsonSchema | undefined,
  definitions: EndpointTable['definitions'],
): string | undefined {
  const field = fieldSchema(name, schema ?? {}, definitions);
  if (!field || hasPlaceholder(value)) return undefined;
  const { values, isClosed } = valuesOf(field, definitions);
  if (isClosed && !values.includes(value)) return `${name} is one of ${values.join(', ')}.`;
  if (!isNumber(field, definitions)) return undefined;
  const number = Number(value || NaN);
  if (!Number.isFinite(number)) return `${name} is a number.`;
  const { minimum = -Infinity, maximum = Infinity } = field as { minimum?: number; maximum?: number };
  return number < minimum || number > maximum ? `${name} is a number from ${minimum} to ${maximum}.` : undefined;
}

function unknownField({ name, span }: FormField, { method, path }: Endpoint, known: readonly string[]): CellDiagnostic {
  const root = rootOf(name);
  const close = nearest(root, known);
  const nameSpan = { start: span.start, end: span.start + root.length };
  return {
    message: `${method} ${path} has no field ${root}.${close === undefined ? '' : ` Did you mean ${close}?`}`,
    severity: 'warning',
    ...nameSpan,
    fixes: [
      ...(close === undefined ? [] : [{ title: `Change to ${close}`, edits: [{ ...nameSpan, text: close }] }]),
      { title: `Remove ${name}`, edits: [{ ...span, text: '' }] },
    ],
  };
}

function insertAt({ span, value }: FormField) {
  const at = span.end - value.length;
  return { start: at, end: at, text: '@' };
}

const rootOf = (name: string): string => name.split('[', 1)[0] ?? '';
