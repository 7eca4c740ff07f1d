import type { EditStep } from './applyInOrder.ts';
import { patchText } from './patchText.ts';
import type { Hunk } from './readPatch.ts';
import { replaceText } from './replaceText.ts';
import type { TextEdit } from './slips.ts';

export const textSteps = (edits: readonly TextEdit[]): EditStep[] =>
  edits.map(
    ({ oldText, newText }) =>
      (text) =>
        oldText === '' && text !== ''
          ? { kind: 'refused', reason: 'oldText is empty. Give the text to replace.' }
          : replaceText(text, oldText, newText),
  );

export const patchSteps = (hunks: readonly Hunk[]): EditStep[] =>
  hunks.map((hunk) => (text, fromLine) => patchText(text, hunk, fromLine));
