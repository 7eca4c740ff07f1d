import type { RequestRow } from '../../protocol/requests.ts';

/** True where each word of the filter is somewhere in the row. */
export function matches(row: RequestRow, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { feature, method, path, model, state, status, problem, requestId, server } = row;
  const text = [feature, method, path, model, state, status, problem, requestId, server].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
