import type { ResultPart, TablePart } from '../../../protocol/cellResult.ts';
import { numberOf, objectsOf, textOf, type Json } from './json.ts';
import { textParts } from './textPart.ts';

const LARGEST_ROWS = 200;

/** The text of a sound, and when each part of it was said, where the format has that. */
export function describeTranscription(transcription: Json): ResultPart[] {
  const text = textParts({ role: 'plain', label: 'Transcript', text: textOf(transcription.text) ?? '' });
  const tables = (['segments', 'words'] as const).flatMap((name) => timeTable(name, objectsOf(transcription[name])));
  return [...text, ...tables];
}

function timeTable(name: 'segments' | 'words', all: readonly Json[]): TablePart[] {
  if (all.length === 0) return [];
  const hasSpeakers = all.some(({ speaker }) => textOf(speaker) !== undefined);
  const rows = all
    .slice(0, LARGEST_ROWS)
    .map(({ start, end, speaker, text, word }) => [
      numberOf(start) ?? null,
      numberOf(end) ?? null,
      ...(hasSpeakers ? [textOf(speaker) ?? null] : []),
      textOf(text) ?? textOf(word) ?? null,
    ]);
  return [
    {
      kind: 'table',
      label: name === 'segments' ? 'Segments' : 'Words',
      columns: ['start (s)', 'end (s)', ...(hasSpeakers ? ['speaker'] : []), 'text'],
      rows,
      ...(all.length > LARGEST_ROWS && { note: `Shown are the first ${LARGEST_ROWS} of ${all.length}.` }),
    },
  ];
}
