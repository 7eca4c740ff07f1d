import type { Cell } from '../cell.ts';
import type { CellDiagnostic } from './context.ts';
import { hasPlaceholder } from './target.ts';

const KEY = /\b(sk|sess|ek|rk)[-_](proj-|svcacct-|admin-|live_)?[A-Za-z0-9_-]{16,}/g;
const KEY_HEADERS = ['authorization', 'api-key', 'x-api-key'];

/** Keys in the text of a cell, and headers that are for keys. */
export function diagnoseSecrets(text: string, { headers }: Cell): CellDiagnostic[] {
  const keys = [...text.matchAll(KEY)]
    .filter(({ 0: key }) => /\d/.test(key))
    .map(({ 0: key, index }): CellDiagnostic => ({
      message:
        'A key does not belong in a file: set it with Parley: Set API Key, and take this one back, for others may have seen it.',
      severity: 'error',
      start: index,
      end: index + key.length,
    }));
  const named = headers
    .filter(({ name }) => KEY_HEADERS.includes(name.toLowerCase()))
    .map(({ name, value, span }): CellDiagnostic => ({
      message: `The key comes from the profile: ${name} is not needed.`,
      severity: hasPlaceholder(value) ? 'warning' : 'error',
      ...span,
      fixes: [{ title: `Remove ${name}`, edits: [withBreak(text, span)] }],
    }));
  return [...keys, ...named];
}

/** The line with the line break before it. */
function withBreak(text: string, { start, end }: { start: number; end: number }) {
  const lineStart = text.slice(0, start).search(/(\r\n|\r|\n)[ \t]*$/);
  return { start: lineStart < 0 ? start : lineStart, end, text: '' };
}
