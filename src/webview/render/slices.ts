import type { Token } from 'marked';
import { scanBlocks, type Links } from './parse.ts';

/** Characters that are drawn at once: a few milliseconds. */
export const sliceCharacters = 6_000;
/** A list or a paragraph longer than this is drawn as several, cut where a line begins behind `cutAfter` characters. */
export const longestBlock = 24_000;
const cutAfter = 16_000;

const itemStart = /\n(?=(?:[-*+]|\d{1,9}[.)]) )/g;
const lineStart = /\n/g;

const voidTags = new Set(['br', 'hr', 'img', 'input', 'col', 'wbr', 'area', 'base', 'embed', 'link', 'meta', 'source']);

/** A text in pieces that can be drawn by themselves; their definitions are added to `links`, with `all` the last one's too. */
export function slicesOf(text: string, links: Links, all: boolean): readonly string[] {
  const slices: string[] = [];
  for (let at = 0; at < text.length;) {
    const { length, definitions } = nextSlice(text, at);
    slices.push(text.slice(at, at + length));
    at += length;
    if (all || at < text.length) for (const [label, link] of Object.entries(definitions)) links[label] ??= link;
  }
  return slices;
}

function nextSlice(text: string, at: number): { length: number; definitions: Links } {
  for (let size = sliceCharacters; ; size *= 2) {
    const source = text.slice(at, at + size);
    const blocks = scanBlocks(source, {});
    const whole = lengthOf(blocks) === source.length;
    const count = whole ? closedBefore(blocks, countFinished(blocks, source)) : 0;
    const length = count > 0 ? lengthOf(blocks.slice(0, count)) : whole ? forcedCut(blocks, source) : 0;
    const isRest = at + size >= text.length;
    if (length === 0 && !isRest) continue;
    const slice = length === 0 ? source : source.slice(0, length);
    const definitions: Links = {};
    if (slice.includes(']:')) scanBlocks(slice, definitions);
    return { length: slice.length, definitions };
  }
}

export const lengthOf = (blocks: readonly Token[]): number => blocks.reduce((sum, { raw }) => sum + raw.length, 0);

/** How many blocks no further text can change: those before the last one that has a whole line. */
export function countFinished(blocks: readonly Token[], source: string): number {
  const lastLineStart = source.lastIndexOf('\n') + 1;
  let start = 0;
  let finished = 0;
  for (const [index, { type, raw }] of blocks.entries()) {
    if (start >= lastLineStart) break;
    if (type !== 'space') finished = index;
    start += raw.length;
  }
  return finished;
}

/** Where a source that is a single long list or paragraph is cut; 0: nowhere. */
export function forcedCut(blocks: readonly Token[], source: string): number {
  if (source.length < longestBlock) return 0;
  const type = blocks.find((block) => block.type !== 'space')?.type;
  const start = type === 'list' ? itemStart : type === 'paragraph' ? lineStart : undefined;
  if (!start) return 0;
  start.lastIndex = cutAfter;
  const match = start.exec(source);
  return match ? match.index + 1 : 0;
}

/** The most of the first `count` blocks after which no element of HTML is open. */
function closedBefore(blocks: readonly Token[], count: number): number {
  let depth = 0;
  let closed = 0;
  for (let index = 0; index < count; index++) {
    depth = depthAfter(blocks[index], depth);
    if (depth === 0) closed = index + 1;
  }
  return closed;
}

/** How many elements of HTML are open after a block before which `depth` were. Errs on the side of too many. */
export function depthAfter(block: Token | undefined, depth: number): number {
  if (!block || block.type === 'code' || !block.raw.includes('<')) return depth;
  let open = depth;
  const text = block.type === 'html' ? block.raw : block.raw.replaceAll(/(`+)[^]*?\1/g, '');
  for (const [, slash, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9-]*)(?:\s[^<>]*)?\/?>/gi)) {
    if (slash) open = Math.max(0, open - 1);
    else if (!voidTags.has(name.toLowerCase())) open++;
  }
  return open;
}
