import type { Citation } from '../../../protocol/cellResult.ts';
import { numberOf, objectOf, objectsOf, textOf, type Json } from './json.ts';

/** The sources that a text names, each once, in the order of the text. Of any API: their annotations differ in nesting. */
export function citationsOf(annotations: unknown): Citation[] {
  const citations = new Map<string, Citation>();
  const placed = objectsOf(annotations).map((annotation) => ({
    place:
      numberOf(annotation.start_index) ?? numberOf(annotation.index) ?? numberOf(nested(annotation).start_index) ?? 0,
    citation: citationOf(annotation),
  }));
  for (const { citation } of placed.sort((a, b) => a.place - b.place)) {
    if (citation) citations.set(citation.url ?? citation.title, citation);
  }
  return [...citations.values()];
}

/** `url_citation: { url, title }`, where it is not in the annotation itself. */
const nested = (annotation: Json): Json => objectOf(annotation[textOf(annotation.type) ?? '']);

function citationOf(annotation: Json): Citation | undefined {
  const { url, title, filename, file_id } = { ...annotation, ...nested(annotation) };
  const address = textOf(url);
  if (address !== undefined && /^https?:\/\//i.test(address)) return { title: textOf(title) ?? address, url: address };
  const name = textOf(filename) ?? textOf(title) ?? textOf(file_id);
  return name === undefined ? undefined : { title: name };
}
