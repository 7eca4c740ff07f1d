import { toLf } from './textKeys.ts';

/** A change of some lines, found by what they say. */
export interface Hunk {
  /** Lines above the place that say where it is: a class, then a function. */
  anchors: readonly string[];
  /** The 1-based first line that a unified diff claims. */
  line?: number;
  old: readonly string[];
  wanted: readonly string[];
  /** The same where the blank in front of unchanged lines was forgotten. */
  unprefixed?: { old: readonly string[]; wanted: readonly string[] };
  atEnd: boolean;
}

export type FilePatch =
  | { kind: 'add'; path: string; content: string }
  | { kind: 'delete'; path: string }
  | { kind: 'update'; path: string; moveTo?: string; hunks: readonly Hunk[] };

const fileHeader = /^\s*\*{3}\s*(add|create|update|modify|delete|remove)\s+file\s*:(.*\S.*)$/i;
const moveHeader = /^\s*\*{3}\s*(?:move|rename)\s+to\s*:(.*\S.*)$/i;
const endOfFile = /^\s*\*{3}\s*end of file\s*$/i;
const frame = /^\s*\*{3}\s*(?:begin|end) patch\s*$/i;

/**
 * Reads a patch in the V4A format, also in a fence or a shell command and without its frame, or a unified diff.
 * Throws a sentence for the model where it is none.
 */
export function readPatch(text: string): FilePatch[] {
  const lines = patchLines(text);
  const patches: FilePatch[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at++] ?? '';
    const [, action = '', path = ''] = fileHeader.exec(line) ?? [];
    if (action === '') {
      if (line.trim() === '' || frame.test(line)) continue;
      throw new Error(`Each file of a patch begins with "*** Update File: path", not with: ${line}`);
    }
    let end = at;
    while (end < lines.length && !fileHeader.test(lines[end] ?? '') && !frame.test(lines[end] ?? '')) end++;
    patches.push(readFilePatch(action.toLowerCase(), unquote(path), lines.slice(at, end)));
    at = end;
  }
  if (patches.length === 0)
    throw new Error('The patch is empty. It begins with "*** Begin Patch" and names its files.');
  return patches;
}

const unquote = (path: string): string => path.trim().replace(/^(["'`])(.*)\1$/, '$2');

/** Without what is around the patch. */
function patchLines(text: string): string[] {
  const plain = text.includes('\n') ? text : text.replaceAll('\\n', '\n');
  const all = toLf(plain).split('\n');
  const lines = all.some((line) => fileHeader.test(line)) ? all : fromUnified(all);
  const first = lines.findIndex((line) => frame.test(line) || fileHeader.test(line));
  const body = lines.slice(Math.max(0, first));
  const end = body.findLastIndex((line) => /^\s*\*{3}\s*end patch\s*$/i.test(line));
  if (end >= 0) return body.slice(0, end);
  const outside = (line: string | undefined) => line !== undefined && /^(`{3,}|EOF|["']?\s*\))?\s*$/.test(line);
  while (outside(body.at(-1))) body.pop();
  return body;
}

/** A unified diff with the headers of the other format. */
function fromUnified(lines: readonly string[]): string[] {
  return lines.flatMap((line, i) => {
    const [before, after] = [/^--- (\S.*)$/.exec(line)?.[1], /^\+\+\+ (\S.*)$/.exec(lines[i + 1] ?? '')?.[1]];
    if (before !== undefined && after !== undefined) {
      const [from, to] = [pathInDiff(before), pathInDiff(after)];
      if (from === undefined) return [`*** Add File: ${to ?? ''}`];
      if (to === undefined) return [`*** Delete File: ${from}`];
      return [`*** Update File: ${from}`, ...(from === to ? [] : [`*** Move to: ${to}`])];
    }
    if (/^\+\+\+ \S/.test(line) && /^--- \S/.test(lines[i - 1] ?? '')) return [];
    return /^(diff --git |index [\da-f]+\.\.|(new|deleted) file mode |similarity index |rename (from|to) )/.test(line)
      ? []
      : [line];
  });
}

/** Undefined for no file. */
function pathInDiff(written: string): string | undefined {
  const path = written.replace(/\t.*$/, '').trim();
  return path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '');
}

function readFilePatch(action: string, path: string, lines: readonly string[]): FilePatch {
  if (action === 'delete' || action === 'remove') return { kind: 'delete', path };
  if (action === 'add' || action === 'create') return { kind: 'add', path, content: addedText(lines) };
  const moveTo = lines.map((line) => moveHeader.exec(line)?.[1]).find((target) => target !== undefined);
  const hunks = readHunks(lines.filter((line) => !moveHeader.test(line)));
  if (hunks.length === 0 && moveTo === undefined) throw new Error(`The patch says nothing about ${path}.`);
  return { kind: 'update', path, hunks, ...(moveTo !== undefined && { moveTo: unquote(moveTo) }) };
}

/** Each line begins with a plus; where none does, all of them are the file. */
function addedText(lines: readonly string[]): string {
  const body = lines.filter((line) => !endOfFile.test(line) && !/^@@( |$)/.test(line));
  while (body.at(-1)?.trim() === '') body.pop();
  const marked = body.some((line) => line.startsWith('+'));
  return body.map((line) => `${marked ? line.replace(/^\+/, '') : line}\n`).join('');
}

function readHunks(lines: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let open = emptyHunk();
  const close = (): void => {
    const hunk = open.body.length > 0 ? closeHunk(open) : undefined;
    if (hunk) hunks.push(hunk);
    if (open.body.length > 0) open = emptyHunk();
  };
  for (const line of lines) {
    const header = /^@@+(.*)$/.exec(line)?.[1];
    if (header !== undefined) {
      close();
      const [, number, rest = header] = /^\s*-(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@(.*)$/.exec(header) ?? [];
      const anchor = rest.replace(/\s*@@\s*$/, '').trim();
      if (anchor !== '') open.anchors.push(anchor);
      if (number !== undefined) open.line = Number(number);
    } else if (endOfFile.test(line)) open.atEnd = true;
    else if (!line.startsWith('\\ No newline')) open.body.push(line);
  }
  close();
  return hunks;
}

interface OpenHunk {
  anchors: string[];
  line?: number;
  body: string[];
  atEnd: boolean;
}

const emptyHunk = (): OpenHunk => ({ anchors: [], body: [], atEnd: false });

/** Undefined for a hunk that changes nothing. */
function closeHunk({ anchors, line, body, atEnd }: OpenHunk): Hunk | undefined {
  while (body.at(-1) === '') body.pop();
  if (!body.some((text) => /^[-+]/.test(text))) return undefined;
  const plain = sides(body, (text) => (text.startsWith(' ') ? text.slice(1) : text));
  const forgotten = body.some((text) => text.startsWith(' '));
  return {
    anchors,
    ...plain,
    atEnd,
    ...(line !== undefined && { line }),
    ...(forgotten && { unprefixed: sides(body, (text) => text) }),
  };
}

function sides(body: readonly string[], unchanged: (line: string) => string): { old: string[]; wanted: string[] } {
  const side = (sign: '-' | '+', other: '-' | '+') =>
    body.flatMap((line) => (line.startsWith(other) ? [] : [line.startsWith(sign) ? line.slice(1) : unchanged(line)]));
  return { old: side('-', '+'), wanted: side('+', '-') };
}
