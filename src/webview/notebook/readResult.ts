import type { CellResult, ResultPart } from '../../protocol/cellResult.ts';
import {
  among,
  isPresent,
  isFlag,
  isNumber,
  isObject,
  isText,
  listOf,
  objectOf,
  optional,
  type Check,
} from './shape.ts';

/** A part that is drawn, or the kind of one that cannot be. */
export type ReadPart = ResultPart | { kind: 'unreadable'; what: string };

export interface ReadResult extends Omit<CellResult, 'parts'> {
  parts: readonly ReadPart[];
}

const isBase64: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
const isCellValue: Check = (value) => value === null || isText(value) || isNumber(value) || isFlag(value);

const parts: Record<ResultPart['kind'], Check> = {
  text: objectOf({
    role: among('answer', 'reasoning', 'refusal', 'plain'),
    label: optional(isText),
    text: isText,
    streaming: optional(isFlag),
    citations: optional(listOf(objectOf({ title: isText, url: optional(isText) }))),
  }),
  toolCall: objectOf({
    name: isText,
    type: isText,
    arguments: isText,
    output: optional(isText),
    status: optional(isText),
  }),
  image: objectOf({
    mimeType: among('image/png', 'image/jpeg', 'image/webp', 'image/gif'),
    base64: isBase64,
    caption: optional(isText),
    partial: optional(isFlag),
  }),
  audio: objectOf({ mimeType: isText, base64: isBase64, transcript: optional(isText) }),
  embeddings: objectOf({
    items: listOf(objectOf({ label: isText, dimensions: isNumber, norm: isNumber, head: listOf(isNumber) })),
    similarity: optional(listOf(listOf(isNumber))),
  }),
  moderation: objectOf({
    label: optional(isText),
    flagged: isFlag,
    categories: listOf(objectOf({ name: isText, score: isNumber, flagged: isFlag })),
  }),
  table: objectOf({
    label: optional(isText),
    columns: listOf(isText),
    rows: listOf(listOf(isCellValue)),
    note: optional(isText),
  }),
  plot: objectOf({
    label: isText,
    xLabel: isText,
    series: listOf(objectOf({ name: isText, points: listOf(listOf(isNumber)) })),
  }),
  progress: objectOf({
    label: isText,
    fraction: optional(isNumber),
    events: listOf(objectOf({ at: optional(isNumber), text: isText })),
  }),
  error: objectOf({
    title: isText,
    text: isText,
    actions: listOf(isText),
    error: optional(
      objectOf({ kind: isText, message: isText, status: optional(isNumber), requestId: optional(isText) }),
    ),
  }),
  json: objectOf({ label: isText, value: isPresent, folded: optional(isFlag) }),
};

const isResult = objectOf({
  request: objectOf({ method: isText, path: isText }),
  state: among('running', 'done', 'failed', 'cancelled'),
  notes: listOf(isText),
  parts: listOf(isPresent),
});

/** The result in an output of a notebook; undefined where it is none. A file may hold anything, so nothing is believed. */
export function readResult(value: unknown): ReadResult | undefined {
  if (!isResult(value)) return undefined;
  const result = value as CellResult;
  return { ...result, parts: result.parts.map(readPart) };
}

function readPart(part: unknown): ReadPart {
  const kind = isObject(part) && typeof part.kind === 'string' ? part.kind : '';
  const check = Object.hasOwn(parts, kind) ? parts[kind as ResultPart['kind']] : undefined;
  return check?.(part) ? (part as ResultPart) : { kind: 'unreadable', what: kind };
}
