import { likeness } from './textKeys.ts';

/** Lines of a file, 1-based and inclusive. */
export interface Passage {
  startLine: number;
  endLine: number;
  text: string;
}

/** Looks for the line most like the wordiest wanted one, and answers with the block around it. */
export function nearestTo(lines: readonly string[], wanted: readonly string[]): Passage | undefined {
  const words = wanted.map(wordsOf);
  const anchor = words.reduce((best, own, i) => (own.size > (words[best]?.size ?? 0) ? i : best), 0);
  const sought = words[anchor];
  let nearest: { line: number; score: number } | undefined;
  if (sought)
    lines.forEach((line, i) => {
      const score = likeness(sought, wordsOf(line));
      if (score >= 0.4 && score > (nearest?.score ?? 0)) nearest = { line: i, score };
    });
  if (!nearest) return undefined;
  const start = Math.max(0, nearest.line - anchor);
  const end = Math.min(lines.length, start + wanted.length);
  return { startLine: start + 1, endLine: end, text: lines.slice(start, end).join('\n') };
}

const wordsOf = (line: string): Set<string> => new Set(line.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu));
