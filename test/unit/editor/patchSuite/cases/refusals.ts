import type { PatchCase } from '../patchCase.ts';
import { casesOf, patchOf, replacement, type Situation } from '../sourceCases.ts';

const refused = { wanted: undefined };

/** Lines that the edit removes or replaces. */
const removedLines = ({ edit }: Situation): string[] => edit.old.filter((line) => !edit.wanted.includes(line));

/** Lines of the edit that stand in the file once. */
const ownLines = ({ edit, before }: Situation): string[] =>
  edit.old.filter((line) => /\w{3}/.test(line) && before.filter((other) => other === line).length === 1);

/** A twin of the line: another name, another number, another text. */
function twinOf(line: string): string | undefined {
  const number = line.replace(/\b\d+\b/, (digits) => String(Number(digits) + 6));
  if (number !== line) return number;
  const name = line.replace(/\b([a-z]\w{3,})\b(?=[.(\s,;)"'])/, (word) => `${word}Archive`);
  return name === line || /^\s*(\/\/|#|--|\*)/.test(line) ? undefined : name;
}

/** A file that has something like the old text, and not the old text. */
const twinCase = (situation: Situation, sent?: string) => {
  const line = ownLines(situation).find((own) => twinOf(own) !== undefined);
  if (line === undefined) return undefined;
  const file = situation.before.map((other) => (other === line ? (twinOf(line) ?? '') : other)).join('\n');
  return { file, ...refused, ...(sent !== undefined && { sent }) };
};

/** What a tool that people trust does not do. */
export const refusalCases = (): PatchCase[] => [
  ...casesOf('twice in the file', ({ before }) => ({ file: [...before, ...before].join('\n'), ...refused })),
  ...casesOf('twice in the file', (situation) => ({
    file: [...situation.before, ...situation.before].join('\n'),
    sent: patchOf(situation),
    ...refused,
  })),
  ...casesOf('twice in the file', ({ before, edit }) => {
    const wide = (lines: readonly string[]) => lines.map((line) => line.replace(/^(\s*)\S/, (all) => `  ${all}`));
    const twice = [...wide(before), ...wide(wide(before))].join('\n');
    return twice.split(edit.old.join('\n')).length > 1 ? undefined : { file: twice, ...refused };
  }),
  ...casesOf('a twin', (situation) => twinCase(situation)),
  ...casesOf('a twin', (situation) => twinCase(situation, patchOf(situation))),
  ...casesOf('changed by somebody', (situation) => {
    const line = removedLines(situation).find((removed) => /\w{4}/.test(removed));
    if (line === undefined) return undefined;
    const changed = line.replace(/(\w{4,})/, '$1 elsewhere');
    return { file: situation.before.map((other) => (other === line ? changed : other)).join('\n'), ...refused };
  }),
  ...casesOf('gone', (situation) => {
    const gone = new Set(removedLines(situation).filter((line) => /\w{4}/.test(line)));
    if (gone.size === 0) return undefined;
    return { file: situation.before.filter((line) => !gone.has(line)).join('\n'), ...refused };
  }),
  ...casesOf('of another file', ({ edit, source }) => ({
    file: `# Notes\n\nNothing of ${source.path} is here, only ${edit.old.length} words about it.\n`,
    ...refused,
  })),
  ...casesOf('against each other', ({ edit }) => {
    if (edit.wanted.join('\n').includes(edit.old.join('\n'))) return undefined;
    const changed = edit.wanted.map((line) => (edit.old.includes(line) ? line : `${line} or not`));
    return { sent: [replacement(edit), replacement({ old: edit.old, wanted: changed })], ...refused };
  }),
];
