import type { ProgressPart } from '../../../protocol/cellResult.ts';
import { numberOf, objectOf, textOf, type Json } from './json.ts';

/** The statuses of long operations in which the server goes on by itself. */
const PENDING: Readonly<Record<string, readonly string[]>> = {
  batch: ['validating', 'in_progress', 'finalizing', 'cancelling'],
  'fine_tuning.job': ['validating_files', 'queued', 'running'],
  vector_store: ['in_progress'],
  'vector_store.file': ['in_progress'],
  'vector_store.files_batch': ['in_progress'],
  'vector_store.file_batch': ['in_progress'],
  'thread.run': ['queued', 'in_progress', 'cancelling'],
  response: ['queued', 'in_progress'],
  file: ['uploaded', 'pending', 'processing'],
  upload: ['pending'],
};

/** Those that end only when somebody sends more. */
const WAITS_FOR_US = ['upload'];

/** Which long operation it is; undefined for anything else. */
export function operationType(value: unknown): string | undefined {
  const { object, id, status, output } = objectOf(value);
  if (textOf(id) === undefined || textOf(status) === undefined) return undefined;
  const type = textOf(object) ?? (Array.isArray(output) ? 'response' : '');
  return Object.hasOwn(PENDING, type) ? type : undefined;
}

/** True for a batch, job, vector store, run, response in the background … that the server still works at. */
export function isPending(value: unknown): boolean {
  const type = operationType(value);
  const { status, purpose } = objectOf(value);
  if (type === undefined || WAITS_FOR_US.includes(type)) return false;
  // Only files to be trained on are processed; others stay "uploaded" with some servers.
  if (type === 'file' && status === 'uploaded' && purpose !== 'fine-tune') return false;
  return PENDING[type]?.includes(String(status)) ?? false;
}

const CANCELLABLE = [
  'batch',
  'fine_tuning.job',
  'response',
  'thread.run',
  'vector_store.files_batch',
  'vector_store.file_batch',
  'upload',
];

/** True for what `cancelAtServer` can ask the server to give up. */
export function canCancel(value: unknown): boolean {
  const type = operationType(value);
  return type !== undefined && CANCELLABLE.includes(type) && (isPending(value) || WAITS_FOR_US.includes(type));
}

/** How far a long operation is; nothing for what is none, or what is a whole response. */
export function describeOperation(value: Json, events: ProgressPart['events'] = []): ProgressPart[] {
  const type = operationType(value);
  if (type === undefined || (type === 'response' && !isPending(value)) || (type === 'file' && !isPending(value)))
    return [];
  const fraction = fractionOf(value);
  return [
    {
      kind: 'progress',
      label: `${String(value.id)}: ${String(value.status)}`,
      ...(fraction !== undefined && { fraction }),
      events,
    },
  ];
}

function fractionOf(value: Json): number | undefined {
  if (value.status === 'completed' || value.status === 'succeeded') return 1;
  const counts = objectOf(value.request_counts ?? value.file_counts);
  const total = numberOf(counts.total) ?? 0;
  if (total <= 0) return undefined;
  const done = (numberOf(counts.completed) ?? 0) + (numberOf(counts.failed) ?? 0) + (numberOf(counts.cancelled) ?? 0);
  return Math.min(1, done / total);
}
