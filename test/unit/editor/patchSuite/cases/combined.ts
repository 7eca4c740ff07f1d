import type { PatchCase } from '../patchCase.ts';
import { casesOf, patchOf, type Change, type Situation } from '../sourceCases.ts';
import { commentBehind, drifted, lineAfter, oneMoreArgument } from './drift.ts';
import { indented, indentWith, unitOf } from './layout.ts';

/** The drifted file with other indentation and line ends, and the edit as a patch without its frame, in a fence. */
const everything =
  (drift: (situation: Situation) => Change | undefined) =>
  (situation: Situation): Change | undefined => {
    const { path } = situation.source;
    const changed = indented(path) ? drift(situation) : undefined;
    if (changed?.file === undefined || changed.wanted === undefined) return undefined;
    const other = indentWith(path, unitOf(path) === '\t' ? '    ' : '\t');
    const move = (text: string, end: string) => text.split('\n').map(other).join(end);
    const patch = patchOf(situation).split('\n').slice(1, -1).join('\n');
    return { file: move(changed.file, '\r\n'), wanted: move(changed.wanted, '\n'), sent: `\`\`\`\n${patch}\n\`\`\`` };
  };

export const combinedCases = (): PatchCase[] => [
  ...casesOf('several of these at once', everything(drifted(lineAfter))),
  ...casesOf('several of these at once', everything(drifted(commentBehind))),
  ...casesOf('several of these at once', everything(drifted(oneMoreArgument))),
];
