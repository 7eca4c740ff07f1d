import type { Citation } from '../transcript.ts';
import { nodeOf, numberOf, textOf } from './wireValue.ts';

/**
 * An annotation of either API; undefined for one that cites nothing. `text`: what it annotates, which begins at `offset`
 * of the answer. The servers count characters as Python does, by code point.
 */
export function citationOf(annotation: unknown, text: string, offset = 0): Citation | undefined {
  const given = nodeOf(annotation);
  // Chat Completions puts the fields one level down.
  const node = { ...given, ...nodeOf(given[textOf(given.type) ?? '']) };
  const at = (value: unknown) => {
    const index = numberOf(value);
    return index === undefined || !Number.isInteger(index) || index < 0 ? undefined : offset + unitsOf(text, index);
  };
  const [fileId, name] = [textOf(node.file_id) ?? '', textOf(node.filename)];
  switch (given.type) {
    case 'url_citation': {
      const url = textOf(node.url);
      if (url === undefined) return undefined;
      return {
        kind: 'url',
        url,
        title: textOf(node.title) ?? url,
        ...passage(at(node.start_index), at(node.end_index)),
      };
    }
    case 'file_citation':
      return { kind: 'file', fileId, name: name ?? fileId, ...passage(at(node.index), at(node.index)) };
    case 'file_path': // Its index is that of the file among others, not a place.
      return { kind: 'file', fileId, name: name ?? fileId };
    case 'container_file_citation': {
      const containerId = textOf(node.container_id);
      const file = { kind: 'file', fileId, name: name ?? fileId, ...(containerId && { containerId }) } as const;
      return { ...file, ...passage(at(node.start_index), at(node.end_index)) };
    }
    default:
      return undefined;
  }
}

const passage = (start: number | undefined, end: number | undefined) =>
  start === undefined || end === undefined || end < start ? {} : { start, end };

/** How many UTF-16 units the first `points` code points have: at most all there are. */
function unitsOf(text: string, points: number): number {
  if (!/[\uD800-\uDBFF]/.test(text)) return Math.min(points, text.length);
  let units = 0;
  for (let point = 0; point < points && units < text.length; point++)
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}
