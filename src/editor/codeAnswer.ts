import { indentAs } from './edit/indentation.ts';
import { splitLines } from './edit/lineDiff.ts';

/**
 * The code in a model's answer: what is inside its fence (the longest, where there are several), or the whole answer
 * where there is none. Undefined where there is no code. Without the line ends around it.
 */
export function codeIn(answer: string): string | undefined {
  const blocks = fenced(answer.split(/\r\n|\r|\n/));
  const longest = blocks.reduce((best, block) => (block.length > best.length ? block : best), '');
  const code = (blocks.length > 0 ? longest : answer).replace(/^(?:[ \t]*\r?\n)+|\s+$/g, '');
  return code === '' ? undefined : code;
}

/** The insides of the outermost fences. A fence in a fence, as in Markdown's own documentation, belongs to the outer one. */
function fenced(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  let open: { marker: string; nested: number; inside: string[] } | undefined;
  for (const line of lines) {
    const [, marker, info] = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
    if (!open) {
      if (marker) open = { marker, nested: 0, inside: [] };
      continue;
    }
    if (marker?.startsWith(open.marker)) {
      open.nested += info ? 1 : -1;
      if (open.nested < 0) {
        blocks.push(open.inside.join('\n'));
        open = undefined;
        continue;
      }
    }
    open.inside.push(line);
  }
  if (open) blocks.push(open.inside.join('\n'));
  return blocks;
}

/**
 * The code moved left or right as a whole, so that it starts where `original` does; with the line ends of `original` and
 * tabs or blanks as the `file` has them.
 */
export function fitTo(original: string, code: string, file = original): string {
  const [had, got] = [splitLines(original), indentAs(splitLines(file), splitLines(code))];
  const [want, have] = [indentationOf(had), indentationOf(got)];
  // Models like to leave out the indentation of the first line alone.
  const onlyFirst = have === '' && had.length > 1 && indentationOf(got.slice(1)) === indentationOf(had.slice(1));
  const move = (line: string) => (line.trim() === '' ? '' : want + line.slice(have.length));
  const moved = have === want ? got : got.map((line, at) => (onlyFirst && at > 0 ? line : move(line)));
  return moved.join(original.includes('\r\n') ? '\r\n' : '\n');
}

/** The white space that all lines with text begin with; where no line has text, the first line. */
function indentationOf(lines: readonly string[]): string {
  const written = lines.filter((line) => line.trim() !== '');
  const indentations = (written.length > 0 ? written : lines).map((line) => /^\s*/.exec(line)?.[0] ?? '');
  const [first = ''] = indentations;
  let length = first.length;
  for (const indentation of indentations) {
    while (!indentation.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length);
}
