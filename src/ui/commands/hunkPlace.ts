/** The document and line that a lens names; a title bar's button names neither. */
export function placeIn([document, line]: readonly unknown[]): [document?: string, line?: number] {
  return typeof document === 'string' && typeof line === 'number' ? [document, line] : [];
}
