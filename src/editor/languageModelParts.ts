import { isObject } from '../openai/isObject.ts';

/** Whether bytes of this type are text. */
export const isTextType = (type: string): boolean => /^text\/|^application\/(json|xml)\b|[+](json|xml)$/.test(type);

/** A data part; older types of the editor's API do not know it. */
export function dataOf(part: unknown): { mimeType: string; data: Uint8Array } | undefined {
  const { mimeType, data } = (part ?? {}) as { mimeType?: unknown; data?: unknown };
  return typeof mimeType === 'string' && data instanceof Uint8Array ? { mimeType, data } : undefined;
}

/** A text part, or the texts of a tree of prompt-tsx in their order. */
export function textOf(part: unknown): string {
  const value = isObject(part) ? part.value : undefined;
  if (typeof value === 'string') return value;
  const found: string[] = [];
  collectTexts(value, found, 0);
  return found.join('');
}

function collectTexts(node: unknown, found: string[], level: number): void {
  if (level > 100 || typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'text' && typeof value === 'string') found.push(value);
    else collectTexts(value, found, level + 1);
  }
}
