import { hunksBetween } from '../edit/hunks.ts';

/** What became of one proposed file. */
export interface Outcome {
  accepted: number;
  rejected: number;
  /** Absent: written as it was proposed. */
  corrected?: { proposed: string; written: string };
}

const mostLines = 40;

/** What a user who did not accept all as it was made of it, for the model; empty where all was accepted. */
export function describeOutcome({ accepted, rejected, corrected }: Outcome): string {
  if (accepted === 0) return ' The user rejected this: the file is as it was.';
  const part = rejected > 0 ? ` The user accepted ${accepted} of ${accepted + rejected} changes.` : '';
  if (!corrected) return part;
  const differences = hunksBetween(corrected.proposed, corrected.written).map(({ at, lines }) =>
    lines.length === 0 ? `line ${at + 1}: your lines here are gone` : [`from line ${at + 1}:`, ...lines].join('\n'),
  );
  const all = differences.join('\n').split('\n');
  const shown = all.length > mostLines ? [...all.slice(0, mostLines), '… read the file for the rest'] : all;
  return `${part} What differs from your text:\n${shown.join('\n')}`;
}
