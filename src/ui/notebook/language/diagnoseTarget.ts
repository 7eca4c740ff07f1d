import { replacementOf } from '../../../openai/removedEndpoints.ts';
import type { Cell, Span } from '../cell.ts';
import { findEndpoint } from '../endpoints.ts';
import type { CellContext, CellDiagnostic } from './context.ts';
import { fieldProblem } from './diagnoseFields.ts';
import { nearest } from './nearest.ts';
import { propertiesOf } from './schema.ts';
import type { Target } from './target.ts';

/** What is wrong with the path and the query of a cell. */
export function diagnoseTarget(cell: Cell, target: Target, context: CellContext): CellDiagnostic[] {
  const { path, pathSpan, endpoint } = target;
  if (path === undefined || cell.method === 'WEBSOCKET' || cell.problems.length > 0) return [];
  if (!endpoint) return [unknownPath(cell.method, path, pathSpan, context)];
  return [...retired(path, pathSpan), ...unfilled(path, pathSpan), ...diagnoseQuery(target, context)];
}

function unknownPath(method: string, path: string, span: Span, { table }: CellContext): CellDiagnostic {
  const { endpoints } = table;
  const removed = replacementOf(path);
  if (removed !== undefined) return { message: removed, severity: 'warning', deprecated: true, ...span };
  const methods = ['GET', 'POST', 'DELETE'].filter((other) => findEndpoint(endpoints, other, path));
  if (methods.length > 0) {
    return { message: `${path} takes ${methods.join(' and ')}, not ${method}.`, severity: 'warning', ...span };
  }
  const paths = endpoints.map((endpoint) => fillLike(endpoint.path, path));
  const close = nearest(path, paths);
  return {
    message: `OpenAI has no ${path}.${close === undefined ? '' : ` Did you mean ${close}?`}`,
    severity: 'warning',
    ...span,
    // A masked placeholder must not get into the text.
    ...(close !== undefined &&
      !path.includes('__') && { fixes: [{ title: `Change to ${close}`, edits: [{ ...span, text: close }] }] }),
  };
}

/** The template with the ids of a path that is as long. */
function fillLike(template: string, path: string): string {
  const segments = path.split('/');
  const parts = template.split('/');
  if (parts.length !== segments.length) return template;
  return parts.map((part, index) => (part.startsWith('{') ? (segments[index] ?? part) : part)).join('/');
}

function retired(path: string, span: Span): CellDiagnostic[] {
  const message = replacementOf(path);
  return message === undefined ? [] : [{ message, severity: 'information', deprecated: true, ...span }];
}

function unfilled(path: string, { start }: Span): CellDiagnostic[] {
  return [...path.matchAll(/\{\w+\}|(?<=\/):\w+/g)].map(({ 0: part, index }) => ({
    message: `An id belongs in place of ${part}.`,
    severity: 'error',
    start: start + index,
    end: start + index + part.length,
  }));
}

function diagnoseQuery({ query, endpoint }: Target, { table: { definitions } }: CellContext): CellDiagnostic[] {
  if (!endpoint) return [];
  const known = Object.keys(propertiesOf(endpoint.query));
  return query.flatMap(({ name, value, span, valueSpan }): CellDiagnostic[] => {
    const nameSpan = { start: span.start, end: Math.max(span.start, valueSpan.start - 1) };
    if (known.includes(name.split('[', 1)[0] ?? '')) {
      const problem = fieldProblem(name, value, endpoint.query, definitions);
      return problem === undefined ? [] : [{ message: problem, severity: 'error', ...span }];
    }
    const close = nearest(name, known);
    const message = `${endpoint.method} ${endpoint.path} has no parameter ${name} in its query.`;
    return [
      {
        message: message + (close === undefined ? '' : ` Did you mean ${close}?`),
        severity: 'warning',
        ...(valueSpan.start > span.end ? span : nameSpan),
        ...(close !== undefined && {
          fixes: [{ title: `Change to ${close}`, edits: [{ ...nameSpan, text: close }] }],
        }),
      },
    ];
  });
}
