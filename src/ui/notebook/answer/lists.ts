import type { CellValue, ResultPart } from '../../../protocol/cellResult.ts';
import type { Sent } from './answer.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { metricsPlot } from './metrics.ts';

const MOST_COLUMNS = 8;
const MOST_ROWS = 200;
const TEXT_CHARACTERS = 200;

/** Columns by the type of the items. A name with dots goes into the item; `text` and `counts` are put together. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  model: ['id', 'owned_by', 'created'],
  file: ['id', 'filename', 'purpose', 'bytes', 'created_at', 'status'],
  'fine_tuning.job': ['id', 'status', 'model', 'fine_tuned_model', 'trained_tokens', 'created_at', 'finished_at'],
  'fine_tuning.job.event': ['created_at', 'level', 'type', 'message'],
  'fine_tuning.job.checkpoint': [
    'step_number',
    'fine_tuned_model_checkpoint',
    'metrics.train_loss',
    'metrics.valid_loss',
    'metrics.full_valid_loss',
    'metrics.full_valid_mean_token_accuracy',
    'created_at',
  ],
  batch: ['id', 'status', 'endpoint', 'counts', 'output_file_id', 'error_file_id', 'created_at'],
  vector_store: ['id', 'name', 'status', 'counts', 'usage_bytes', 'created_at', 'last_active_at'],
  'vector_store.file': ['id', 'status', 'usage_bytes', 'last_error.message', 'created_at'],
  assistant: ['id', 'name', 'model', 'instructions', 'created_at'],
  'thread.message': ['id', 'role', 'text', 'run_id', 'created_at'],
  'thread.run': ['id', 'status', 'model', 'assistant_id', 'created_at'],
  'thread.run.step': ['id', 'type', 'status', 'created_at'],
  'chat.completion': ['id', 'model', 'text', 'created'],
  message: ['id', 'type', 'role', 'text', 'status'],
};

/** A list as a table, and the metrics in it as a plot. */
export function describeList(list: Json, { path }: Sent): ResultPart[] {
  const items = objectsOf(list.data);
  const columns = columnsOf(items);
  const rows = items.slice(0, MOST_ROWS).map((item) => columns.map((column) => cellOf(item, column)));
  const note = noteOf(list, items);
  const plot = metricsPlot(items);
  return [
    { kind: 'table', label: labelOf(path), columns, rows, ...(note !== undefined && { note }) },
    ...(plot ? [plot] : []),
  ];
}

function columnsOf(items: readonly Json[]): readonly string[] {
  const [first] = items;
  if (!first) return [];
  const known = COLUMNS[textOf(first.object) ?? (first.type === 'message' ? 'message' : '')];
  const shared = () =>
    Object.keys(first).filter((name) => name !== 'object' && items.every((item) => isScalar(item[name])));
  // The text of an item is deeper within.
  const columns = known ?? [...new Set([...shared(), 'text'])];
  // One that is empty in all rows says nothing.
  return columns.filter((column) => items.some((item) => cellOf(item, column) !== null)).slice(0, MOST_COLUMNS);
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** The value of one cell of a table. */
export function cellOf(item: Json, column: string): CellValue {
  if (column === 'counts') return countsOf(objectOf(item.request_counts ?? item.file_counts));
  if (column === 'text' && typeof item.text !== 'string') return cut(contentText(item));
  const value = column.split('.').reduce<unknown>((within, name) => objectOf(within)[name], item);
  if (typeof value === 'number') return /(_at|^created)$/.test(column) ? localTime(value) : value;
  if (typeof value === 'string') return cut(value);
  return typeof value === 'boolean' ? value : null;
}

/** Seconds since the epoch as ISO 8601 in local time: `2026-11-21 16:58:00`. */
export function localTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function countsOf(counts: Json): string | null {
  const said = Object.entries(counts).filter(([, count]) => typeof count === 'number' && count > 0);
  return said.length === 0 ? null : said.map(([name, count]) => `${String(count)} ${name}`).join(', ');
}

/** The texts of a message of either API, or of a chunk of a file. */
function contentText({ content, choices }: Json): string | undefined {
  if (typeof content === 'string') return content;
  const message = objectOf(objectsOf(choices)[0]?.message);
  const texts = objectsOf(content).flatMap(({ text }) => textOf(text) ?? textOf(objectOf(text).value) ?? []);
  return textOf(message.content) ?? (texts.length > 0 ? texts.join(' ') : undefined);
}

function cut(text: string | undefined): string | null {
  if (text === undefined) return null;
  const line = text.slice(0, 2 * TEXT_CHARACTERS).replace(/\s+/g, ' ');
  return line.length > TEXT_CHARACTERS ? `${line.slice(0, TEXT_CHARACTERS).toWellFormed()}…` : line;
}

function noteOf({ has_more, last_id }: Json, items: readonly Json[]): string | undefined {
  const after = textOf(last_id) ?? textOf(items.at(-1)?.id);
  if (has_more === true) {
    return after === undefined ? 'There are more.' : `There are more: add ?after=${after} to the path.`;
  }
  if (items.length === 0) return 'The list is empty.';
  return items.length > MOST_ROWS ? `Shown are the first ${MOST_ROWS} of ${items.length}.` : undefined;
}

/** `/vector_stores/vs_1/files` → `files`. */
function labelOf(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.at(-1)?.replaceAll('_', ' ') ?? 'List';
}
