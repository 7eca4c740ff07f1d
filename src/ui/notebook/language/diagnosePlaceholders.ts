import type { Cell } from '../cell.ts';
import { parsePlaceholder, splitPlaceholders } from '../placeholders.ts';
import type { CellContext, CellDiagnostic } from './context.ts';
import { nearest } from './nearest.ts';

/** Placeholders whose name no cell above has. */
export function diagnosePlaceholders(
  text: string,
  { targetSpan, name: own }: Cell,
  { namesAbove, environment }: CellContext,
): CellDiagnostic[] {
  return [...text.matchAll(/\{\{[^{}]*\}\}/g)].flatMap(({ 0: whole, index }) => {
    // What stands before the request is a comment.
    if (index < targetSpan.start || isComment(text, index)) return [];
    const span = { start: index, end: index + whole.length };
    const [written] = splitPlaceholders(whole).written;
    if (written === undefined) {
      return [wrong('A placeholder is {{name.id}}, {{env:NAME}}, {{file:path}} or {{base64:path}}.', span)];
    }
    const placeholder = parsePlaceholder(written);
    if (placeholder.kind === 'file' || placeholder.kind === 'base64') return [];
    const { name } = placeholder;
    if (placeholder.kind === 'env') {
      if (environment.includes(name)) return [];
      return [{ message: `${name} is not set in the environment.`, severity: 'warning', ...span }];
    }
    // The last answer of any cell.
    if (name === '_' || namesAbove.has(name)) return [];
    if (name === own) return [wrong(`${name} is this cell itself: it has no answer yet.`, span)];
    const close = nearest(name, namesAbove.last());
    const message = `No cell above has the name ${name} (# @name ${name}).`;
    const start = index + whole.indexOf(name);
    return [
      {
        message: message + (close === undefined ? '' : ` Did you mean ${close}?`),
        severity: 'warning',
        ...span,
        ...(close !== undefined && {
          fixes: [{ title: `Change to ${close}`, edits: [{ start, end: start + name.length, text: close }] }],
        }),
      },
    ];
  });
}

const wrong = (message: string, span: { start: number; end: number }): CellDiagnostic => ({
  message,
  severity: 'error',
  ...span,
});

function isComment(text: string, index: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
  return /^\s*(#|\/\/)/.test(line);
}
