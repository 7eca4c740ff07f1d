import type { Citation } from '../../agent/transcript.ts';

/** What stands for a number in the text until it is drawn: private to us, since nothing else is put between them. */
const [before, after] = ['\uE000', '\uE001'];
const marks = new RegExp(`${before}(\\d+)${after}`, 'g');
const openable = /^https?:\/\//i;

/** Something that is cited, once however often it is. */
export interface Source {
  name: string;
  /** Absent for files. */
  url?: string;
  /** Where a file is: its container or its id. */
  place?: string;
  /** The id of a file that can be had: the code interpreter has made it. */
  fileId?: string;
}

/** What an answer cites, in the order of its text; `numbers`: of each citation, from 1. */
export function sourcesOf(citations: readonly Citation[]): { sources: readonly Source[]; numbers: readonly number[] } {
  const known = new Map<string, number>();
  const sources: Source[] = [];
  const numbers: number[] = [];
  const inText = citations.map((citation, index) => ({ citation, index }));
  inText.sort((a, b) => (a.citation.end ?? Infinity) - (b.citation.end ?? Infinity) || a.index - b.index);
  for (const { citation, index } of inText) {
    const key = citation.kind === 'url' ? citation.url : `${citation.containerId ?? ''} ${citation.fileId}`;
    const number = known.get(key) ?? sources.push(sourceOf(citation));
    known.set(key, number);
    numbers[index] = number;
  }
  return { sources, numbers };
}

function sourceOf(citation: Citation): Source {
  if (citation.kind === 'url') return { name: citation.title || citation.url, url: citation.url };
  const { name, fileId, containerId } = citation;
  if (containerId === undefined) return { name: name || fileId, place: fileId };
  return { name: name || fileId, place: `${fileId} in container ${containerId}`, fileId };
}

/**
 * The text with a mark behind each passage that is cited. A passage that is nothing but the link itself, as web search
 * writes them, gives way to its mark.
 */
export function markCitations(text: string, citations: readonly Citation[], numbers: readonly number[]): string {
  const places = citations
    .flatMap((citation, index) => {
      if (citation.start === undefined || citation.end === undefined) return [];
      const end = Math.min(citation.end, text.length);
      const start = Math.min(citation.start, end);
      const isLink = citation.kind === 'url' && isOnlyLink(text.slice(start, end));
      return [{ start: isLink ? start : end, end, number: numbers[index] ?? 0 }];
    })
    .sort((a, b) => a.end - b.end || a.start - b.start);
  let marked = '';
  let at = 0;
  let last: { end: number; number: number } | undefined;
  for (const { start, end, number } of places) {
    if (last?.end === end && last.number === number) continue;
    marked += text.slice(at, Math.max(at, start)) + before + String(number) + after;
    at = Math.max(at, end);
    last = { end, number };
  }
  return marked + text.slice(at);
}

const isOnlyLink = (passage: string): boolean => /^\s*\(?\[[^\]]*\]\([^)\s]*\)\)?\s*$/.test(passage);

/** Draws the marks of `root` as numbers that lead to their sources. Those in code go: nothing may stand there. */
export function drawCitations(root: Node, sources: readonly Source[]): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode())
    if (walker.currentNode.textContent?.includes(before)) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.closest('code, .math')) text.data = text.data.replace(marks, '');
    else text.replaceWith(...pieces(text.data, sources));
  }
}

function pieces(text: string, sources: readonly Source[]): (string | Element)[] {
  // `split` gives text and numbers in turn.
  return text.split(marks).flatMap<string | Element>((piece, index) => {
    if (index % 2 === 0) return piece === '' ? [] : [piece];
    const source = sources[Number(piece) - 1];
    return source ? [numberMark(Number(piece), source)] : [];
  });
}

function numberMark(number: number, { name, url }: Source): Element {
  const mark = document.createElement('sup');
  const link = mark.appendChild(document.createElement(url !== undefined && openable.test(url) ? 'a' : 'span'));
  link.className = 'citation';
  link.textContent = String(number);
  link.title = url === undefined ? name : `${name}\n${url}`;
  link.setAttribute('aria-label', `Source ${number}: ${name}`);
  link.setAttribute('role', link.localName === 'a' ? 'link' : 'note');
  if (link.localName !== 'a' || url === undefined) return mark;
  link.setAttribute('data-href', url);
  link.tabIndex = 0;
  return mark;
}
