import { parseCell, type Cell } from '../cell.ts';
import type { CellContext, CellDiagnostic } from './context.ts';
import { diagnoseFields } from './diagnoseFields.ts';
import { diagnoseModel } from './diagnoseModel.ts';
import { diagnosePlaceholders } from './diagnosePlaceholders.ts';
import { diagnoseSecrets } from './diagnoseSecrets.ts';
import { diagnoseTarget } from './diagnoseTarget.ts';
import type { JsonBodies } from './jsonBody.ts';
import { requiredOf } from './schema.ts';
import { readTarget, type Target } from './target.ts';

/** What is wrong in a cell, in the order of its text. Without a request it is a note, and nothing is. */
export async function diagnoseCell(text: string, context: CellContext, bodies: JsonBodies): Promise<CellDiagnostic[]> {
  if (text.trim() === '') return [];
  const cell = parseCell(text);
  const target = readTarget(cell, context.table);
  const found: CellDiagnostic[] = [
    ...cell.problems.map((problem): CellDiagnostic => ({ ...problem, severity: 'error' })),
    ...diagnoseTarget(cell, target, context),
    ...diagnosePlaceholders(text, cell, context),
    ...diagnoseSecrets(text, cell),
    ...diagnoseProfile(text, cell, context),
    ...(await diagnoseBody(text, cell, target, context, bodies)),
    ...diagnoseModel(cell, target),
  ];
  return found.sort((a, b) => a.start - b.start);
}

async function diagnoseBody(
  text: string,
  { body, method, targetSpan }: Cell,
  { endpoint }: Target,
  { table }: CellContext,
  bodies: JsonBodies,
): Promise<CellDiagnostic[]> {
  const request = endpoint ? `${endpoint.method} ${endpoint.path}` : '';
  if (!body) {
    const missing = requiredOf(endpoint?.body);
    if (missing.length === 0) return [];
    const message = `The ${endpoint?.form ? 'form' : 'body'} is missing: ${request} needs ${missing.join(', ')}.`;
    return [{ message, severity: 'error', ...targetSpan }];
  }
  const wrong = (message: string): CellDiagnostic[] => [
    { message, severity: 'error', start: body.span.start, end: lineEnd(text, body.span.start) },
  ];
  if (endpoint && method === 'GET') return wrong(`${request} takes no body: parameters go into the query, after ?.`);
  if (body.kind === 'json') {
    if (endpoint?.form) return wrong(`${request} takes a form: one name=value a line, name=@path for a file.`);
    return bodies.diagnose(text, body.span, endpoint);
  }
  if (!endpoint) return [];
  if (!endpoint.form) return wrong(`${request} takes JSON: { "name": value }.`);
  return diagnoseFields(body, endpoint, table.definitions);
}

function diagnoseProfile(text: string, { profile }: Cell, { profiles }: CellContext): CellDiagnostic[] {
  if (profile === undefined || profiles.length === 0 || profiles.includes(profile)) return [];
  const start = text.search(/@profile\b/);
  const message = `There is no profile “${profile}”: ${profiles.join(', ')}.`;
  return [{ message, severity: 'error', start, end: lineEnd(text, start) }];
}

function lineEnd(text: string, from: number): number {
  const rest = text.slice(from).search(/\s*(\r|\n|$)/);
  return rest < 0 ? text.length : Math.max(from + rest, from + 1);
}
