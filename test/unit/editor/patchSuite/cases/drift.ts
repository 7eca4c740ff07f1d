import type { PatchCase } from '../patchCase.ts';
import { casesOf, patchOf, type Change, type Situation } from '../sourceCases.ts';

/** The kept lines of an edit, as pairs of line numbers in the file before and after it. */
function keptLines({ edit, before, after }: Situation): { before: number; after: number; text: string }[] {
  const first = `\n${before.join('\n')}`.split(`\n${edit.old.join('\n')}\n`)[0]?.split('\n').length ?? 0;
  const start = first - 1;
  const growth = after.length - before.length;
  const kept: { before: number; after: number; text: string }[] = [];
  for (let i = 0; i < edit.old.length && edit.old[i] === edit.wanted[i]; i++)
    kept.push({ before: start + i, after: start + i, text: edit.old[i] ?? '' });
  const tail: typeof kept = [];
  for (let i = 1; i <= edit.old.length - kept.length && edit.old.at(-i) === edit.wanted.at(-i); i++) {
    const at = start + edit.old.length - i;
    tail.unshift({ before: at, after: at + growth, text: edit.old.at(-i) ?? '' });
  }
  return [...kept, ...tail];
}

type Drift = (line: string) => readonly string[] | undefined;

/** The file has changed in the kept line that `drift` takes first, and the edit is written for what it was. */
export const drifted =
  (drift: Drift, sent?: (situation: Situation) => string) =>
  (situation: Situation): Change | undefined => {
    const telling = situation.edit.old.filter((line) => /\w{2}/.test(line)).length;
    const kept = keptLines(situation);
    // A change right beside the edit is a conflict for git as well.
    const place = kept.find((line, i) => {
      const next = kept[i + 1];
      const inside = next?.before === line.before + 1 && next.after === line.after + 1;
      return inside && drift(line.text) !== undefined;
    });
    const lines = place && drift(place.text);
    if (!lines || telling < 4) return undefined;
    const change = (text: readonly string[], at: number) => [...text.slice(0, at), ...lines, ...text.slice(at + 1)];
    return {
      file: change(situation.before, place.before).join('\n'),
      wanted: change(situation.after, place.after).join('\n'),
      ...(sent && { sent: sent(situation) }),
    };
  };

const commentFor = (line: string): string => (/^\s*#|^\s*\w+.*:$/.test(line) ? '#' : '//');
const isComment = (line: string): boolean => /^\s*(\/\/|#|--\s|\/\*|\*)/.test(line);
const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? '';

const blankAfter: Drift = (line) => [line, ''];
export const lineAfter: Drift = (line) =>
  /[;,)]$/.test(line) ? [line, `${indentOf(line)}audit("checked by the second team");`] : undefined;
const commentAfter: Drift = (line) =>
  line.trim() === '' ? undefined : [line, `${indentOf(line)}${commentFor(line)} Reviewed in spring.`];
export const commentBehind: Drift = (line) =>
  isComment(line) || !/[;{,)]$/.test(line) ? undefined : [`${line} // agreed with the others`];
const otherComment: Drift = (line) =>
  isComment(line)
    ? [`${indentOf(line)}${/^\s*(\S+)/.exec(line)?.[1] ?? ''} Somebody has said this in other words.`]
    : undefined;
export const oneMoreArgument: Drift = (line) =>
  /\w\([^()]+\)/.test(line) && !isComment(line) ? [line.replace(/(\w\([^()]+)\)/, '$1, options)')] : undefined;
const visibility: Drift = (line) =>
  /^\s*(public|func|def|fn|pub|function)\b/.test(line) ? [line.replace(/^(\s*)/, '$1async ')] : undefined;

/** The call over several lines, as formatters write it. */
const brokenCall: Drift = (line) => {
  const [, head, inside, tail] = /^(\s*\S.*?\w\()([^()]*, [^()]*)(\)[^()]*)$/.exec(line) ?? [];
  if (head === undefined || inside === undefined || tail === undefined || isComment(line)) return undefined;
  const indent = indentOf(line);
  return [
    head,
    ...inside.split(', ').map((part, i, all) => `${indent}  ${part}${i < all.length - 1 ? ',' : ''}`),
    `${indent}${tail}`,
  ];
};

const isFreeForm = (path: string): boolean => /\.(ts|tsx|go|rs|java|c|css|sql)$/.test(path);
const withoutLayout = (text: string): string => text.replaceAll(/\s/g, '').replaceAll(/,(?=[)\]}])/g, '');

/** The lines of the edit in another layout: each line that `layOut` takes. */
const laidOut =
  (layOut: (line: string) => string, sent?: (situation: Situation) => string) =>
  (situation: Situation): Change | undefined => {
    const { source, edit, before } = situation;
    const changed = edit.old.map((line) => (isComment(line) ? line : layOut(line)));
    if (!isFreeForm(source.path) || changed.join('\n') === edit.old.join('\n')) return undefined;
    const file = before.join('\n').replace(edit.old.join('\n'), () => changed.join('\n'));
    return { file, compare: withoutLayout, ...(sent && { sent: sent(situation) }) };
  };

const breakLists = (line: string): string =>
  line.replace(/^(\s*)(.*\w\()([^()]*, [^()]*)\)/, (_, indent: string, head: string, inside: string) => {
    const parts = inside.split(', ').map((part) => `${indent}    ${part},`);
    return [`${indent}${head}`, ...parts, `${indent})`].join('\n');
  });
const breakOperators = (line: string): string =>
  line.replace(/^(\s*)(\S.*?) ([=?|&+]{1,2}|<>) (.*)$/, '$1$2\n$1    $3 $4');
const looseBrackets = (line: string): string =>
  line.replaceAll(/([([{])(?=\S)/g, '$1 ').replaceAll(/(\S)([)\]}])/g, '$1 $2');

/** What somebody else changes between reading and editing, beside what the edit changes. */
export const driftCases = (): PatchCase[] => [
  ...casesOf('a blank line came', drifted(blankAfter)),
  ...casesOf('a blank line came', drifted(blankAfter, patchOf)),
  ...casesOf('a line came', drifted(lineAfter)),
  ...casesOf('a line came', drifted(lineAfter, patchOf)),
  ...casesOf('comments changed', drifted(otherComment)),
  ...casesOf('comments changed', drifted(otherComment, patchOf)),
  ...casesOf('comments changed', drifted(commentAfter)),
  ...casesOf('comments changed', drifted(commentBehind)),
  ...casesOf('comments changed', drifted(commentBehind, patchOf)),
  ...casesOf('context drifted', drifted(oneMoreArgument)),
  ...casesOf('context drifted', drifted(oneMoreArgument, patchOf)),
  ...casesOf('context drifted', drifted(visibility)),
  ...casesOf('context drifted', drifted(visibility, patchOf)),
  ...casesOf('reformatted', drifted(brokenCall)),
  ...casesOf('reformatted', drifted(brokenCall, patchOf)),
  ...[breakLists, breakOperators, looseBrackets].flatMap((layOut) => [
    ...casesOf('reformatted', laidOut(layOut)),
    ...casesOf('reformatted', laidOut(layOut, patchOf)),
  ]),
  ...casesOf('reformatted', ({ source, before }) => {
    const compare = (text: string) => text.replaceAll('"', "'");
    return /\.(ts|tsx|css|py)$/.test(source.path)
      ? { file: before.join('\n').replaceAll("'", '"'), compare }
      : undefined;
  }),
];
