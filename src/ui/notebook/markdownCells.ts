/** A cell of a notebook's file. */
export interface MarkdownCell {
  kind: 'markdown' | 'request';
  /** Line ends are `\n`; of a request without its fence. */
  text: string;
  /** Absent for a cell that is not from a file. */
  written?: Written;
}

/** How a cell stood in its file. */
export interface Written {
  /** Its lines, with the fence of a request, without the last line end. */
  raw: string;
  /** From there to the next cell; absent for the last. */
  gap?: string;
}

/** A notebook's file. What is not a cell is kept as it was. */
export interface MarkdownFile {
  /** Byte order mark and blank lines at the beginning. */
  head: string;
  /** Blank lines at the end, with the last line end. */
  tail: string;
  eol: string;
  cells: readonly MarkdownCell[];
}

/** What a file begins as. */
export const newFile: Omit<MarkdownFile, 'cells'> = { head: '', tail: '\n', eol: '\n' };

interface Line {
  text: string;
  eol: string;
}

interface Fence {
  indent: number;
  /** Its backticks or tildes. */
  marker: string;
  isRequest: boolean;
}

interface Block {
  kind: MarkdownCell['kind'];
  lines: Line[];
}

const BLANK = /^[ \t]*$/;
const HEADING = /^ {0,3}#{1,6}(\s|$)/;
const LINE_END = /\r\n|\r|\n/g;

/** Cuts Markdown into cells: each fenced `http` block is a request, the rest is prose, cut before each heading. */
export function parseMarkdown(text: string): MarkdownFile {
  const lines = linesOf(text);
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const first = lines.findIndex((line, index) => !isBlank(line.text, index));
  if (first < 0) return { head: text, tail: eol, eol, cells: [] };
  const start = lines[first]?.text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = lines.slice(first);
  if (body[0]) body[0] = { ...body[0], text: body[0].text.slice(start.length) };

  const blocks = blocksOf(body).map(({ kind, lines: own }) => {
    const last = own.findLastIndex((line) => !BLANK.test(line.text));
    const raw = join(own.slice(0, last)) + (own[last]?.text ?? '');
    const rest = (own[last]?.eol ?? '') + join(own.slice(last + 1));
    return { kind, raw, rest };
  });
  return {
    head: join(lines.slice(0, first)) + start,
    tail: blocks.at(-1)?.rest ?? '',
    eol,
    cells: blocks.map(({ kind, raw, rest }, index) => ({
      kind,
      text: textOf(kind, raw),
      written: { raw, ...(index < blocks.length - 1 && { gap: rest }) },
    })),
  };
}

/** The file of these cells. A cell with the text it was read with is written as it was; prose without text is left out. */
export function formatMarkdown({ head, tail, eol, cells }: MarkdownFile): string {
  const kept = cells.filter(({ kind, text }) => kind === 'request' || !BLANK.test(text.replace(LINE_END, '')));
  const pieces = kept.map((cell, index) => {
    const next = kept[index + 1];
    return next ? closed(cell, eol) + gapBetween(cell, next, eol) : rawOf(cell, eol);
  });
  if (pieces.length === 0) return head;
  return head + (/[ \t]$/.test(head) ? eol : '') + pieces.join('') + tail;
}

/** The gap it was read with, but a blank line beside a new cell and between prose that would run together. */
function gapBetween(cell: MarkdownCell, next: MarkdownCell, eol: string): string {
  const gap = cell.written?.gap ?? eol + eol;
  const runsOn = cell.kind === 'markdown' && next.kind === 'markdown' && !HEADING.test(next.text);
  const isApart = [...gap.matchAll(LINE_END)].length > 1;
  return isApart || (next.written && !runsOn) ? gap : gap + eol;
}

/** Its lines so that what comes after is not within its fence. */
function closed(cell: MarkdownCell, eol: string): string {
  const raw = rawOf(cell, eol);
  const open = openFence(raw.split(LINE_END));
  if (!open) return raw;
  return `${raw}${eol}${' '.repeat(open.indent)}${open.marker}`;
}

function openFence(lines: readonly string[]): Fence | undefined {
  let open: Fence | undefined;
  for (const line of lines) {
    if (!open) open = fenceOf(line);
    else if (closes(line, open)) open = undefined;
  }
  return open;
}

function rawOf({ kind, text, written }: MarkdownCell, eol: string): string {
  const now = text.replace(LINE_END, '\n');
  if (written && textOf(kind, written.raw) === now) return written.raw;
  const ownEol = /\r\n|\r|\n/.exec(written?.raw ?? '')?.[0] ?? eol;
  if (kind === 'markdown') return now.replaceAll('\n', ownEol);

  const [first = ''] = written?.raw.split(LINE_END, 1) ?? [];
  const old = fenceOf(first);
  const { indent, marker } = old ?? { indent: 0, marker: '```' };
  const inner = now === '' ? [] : now.split('\n');
  const needed = longEnough(marker, inner);
  const info = old ? first.slice(indent + marker.length) : 'http';
  const margin = ' '.repeat(indent);
  const body = inner.map((line) => (line === '' ? '' : margin + line));
  return [margin + needed + info, ...body, margin + needed].join(ownEol);
}

/** A fence that no line within it closes, nor looks to a reader as if it did. */
function longEnough(marker: string, lines: readonly string[]): string {
  const character = marker.charAt(0);
  const runs = lines.map((line) => new RegExp(`^\\s*(${character}*)`).exec(line)?.[1]?.length ?? 0);
  const longest = Math.max(0, ...runs);
  return longest < marker.length ? marker : character.repeat(longest + 1);
}

function textOf(kind: MarkdownCell['kind'], raw: string): string {
  const lines = raw.split(LINE_END);
  const fence = kind === 'request' ? fenceOf(lines[0] ?? '') : undefined;
  if (!fence) return lines.join('\n');
  const inner = lines.slice(1);
  if (closes(inner.at(-1) ?? '', fence)) inner.pop();
  return inner.map((line) => line.replace(new RegExp(`^ {0,${fence.indent}}`), '')).join('\n');
}

function blocksOf(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  const begin = (kind: Block['kind']) => blocks.push({ kind, lines: [] });
  let open: Fence | undefined;
  let ended = true;
  for (const line of lines) {
    const fence = open ? undefined : fenceOf(line.text);
    const isClosing = open !== undefined && closes(line.text, open);
    if (fence?.isRequest) begin('request');
    else if (!open && !BLANK.test(line.text) && (ended || HEADING.test(line.text))) begin('markdown');
    blocks.at(-1)?.lines.push(line);
    if (fence?.isRequest) ended = false;
    else if (isClosing && open?.isRequest) ended = true;
    else if (!BLANK.test(line.text) && !open) ended = false;
    if (fence) open = fence;
    else if (isClosing) open = undefined;
  }
  return blocks;
}

function fenceOf(line: string): Fence | undefined {
  const [, indent = '', marker, info = ''] = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (marker === undefined || (marker.startsWith('`') && info.includes('`'))) return undefined;
  return { indent: indent.length, marker, isRequest: /^\s*http(\s|$)/i.test(info) };
}

function closes(line: string, { marker }: Fence): boolean {
  const [, closing] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return closing?.startsWith(marker) ?? false;
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)]
    .map(([, line = '', eol = '']) => ({ text: line, eol }))
    .filter(({ text: line, eol }) => line !== '' || eol !== '');
}

const isBlank = (text: string, index: number) => BLANK.test(index === 0 ? text.replace('\uFEFF', '') : text);

const join = (lines: readonly Line[]): string => lines.map(({ text, eol }) => text + eol).join('');
