import type { HunkPlace } from '../../editor/review/reviewEditors.ts';

/** What a lens names; a title bar's button names nothing. */
export function placeIn([document, line, key]: readonly unknown[]): HunkPlace {
  if (typeof document !== 'string' || typeof line !== 'number') return [];
  return typeof key === 'string' ? [document, line, key] : [document, line];
}
