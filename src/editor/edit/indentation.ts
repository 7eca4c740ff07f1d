/** An indentation of the writer and what it is in the file. */
export type IndentPair = readonly [from: string, to: string];

export const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

export const isBlank = (line: string): boolean => line.trim() === '';

/** One level of indentation as most of the lines have it; undefined where nothing is indented. */
export function indentUnit(lines: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  let before = '';
  for (const line of lines) {
    if (isBlank(line)) continue;
    const indent = indentOf(line);
    const deeper = indent.startsWith(before) ? indent.slice(before.length) : '';
    if (deeper !== '') {
      const step = deeper.startsWith('\t') ? '\t' : deeper;
      if (step === '\t' || step.length > 1) counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    before = indent;
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0];
}

/** The indentation that all lines with text have in common. */
export function commonIndent(lines: readonly string[]): string {
  const indents = lines.filter((line) => !isBlank(line)).map(indentOf);
  return indents.reduce((common, indent) => {
    let length = Math.min(common.length, indent.length);
    while (!indent.startsWith(common.slice(0, length))) length--;
    return common.slice(0, length);
  }, indents[0] ?? '');
}

/** One level of the writer's indentation, as `pairs` tell it where his lines do not. */
function writersUnit(writer: readonly string[], pairs: readonly IndentPair[], fileUnit: string): string {
  const seen = indentUnit(writer);
  if (seen !== undefined) return seen;
  const scaled = pairs.find(([from, to]) => from !== '' && to !== '' && from.startsWith('\t') !== to.startsWith('\t'));
  if (!scaled) return pairs.some(([from]) => from.startsWith('\t')) ? '\t' : fileUnit === '\t' ? '    ' : fileUnit;
  const [from, to] = scaled;
  return from.startsWith('\t') ? '\t' : ' '.repeat(Math.max(1, Math.round(from.length / to.length)));
}

/**
 * The lines with the indentation of the file instead of their writer's. `pairs` are lines of both, the nearest first;
 * `writer` is more of what the same writer wrote, `file` the file.
 */
export function reindent(
  lines: readonly string[],
  pairs: readonly IndentPair[],
  { writer, file }: { writer: readonly string[]; file: readonly string[] },
): string[] {
  if (pairs.every(([from, to]) => from === to)) return [...lines];
  const known = new Map<string, string>();
  for (const [from, to] of pairs) if (!known.has(from)) known.set(from, to);
  const fileUnit = indentUnit(file) ?? (pairs.some(([, to]) => to.includes('\t')) ? '\t' : '  ');
  const unit = writersUnit(writer, pairs, fileUnit);
  const inFile = (deeper: string): string => {
    if (unit === fileUnit) return deeper;
    const levels = Math.floor(deeper.length / unit.length);
    return fileUnit.repeat(levels) + deeper.slice(levels * unit.length);
  };
  const byLength = [...known].sort(([a], [b]) => b.length - a.length);
  return lines.map((line) => {
    if (isBlank(line)) return line;
    const indent = indentOf(line);
    const rest = line.slice(indent.length);
    const shallower = byLength.find(([from]) => indent.startsWith(from));
    if (shallower) return shallower[1] + inFile(indent.slice(shallower[0].length)) + rest;
    const [from, to] = byLength.findLast(([longer]) => longer.startsWith(indent)) ?? [indent, indent];
    return to.slice(0, Math.max(0, to.length - inFile(from.slice(indent.length)).length)) + rest;
  });
}

/** The lines with tabs where the file has tabs, or blanks where it has blanks. */
export function indentAs(file: readonly string[], lines: readonly string[]): string[] {
  const [fileUnit, unit] = [indentUnit(file), indentUnit(lines)];
  if (fileUnit === undefined || unit === undefined || (fileUnit === '\t') === (unit === '\t')) return [...lines];
  return lines.map((line) => {
    const indent = indentOf(line);
    const levels = Math.floor(indent.length / unit.length);
    return fileUnit.repeat(levels) + indent.slice(levels * unit.length) + line.slice(indent.length);
  });
}
