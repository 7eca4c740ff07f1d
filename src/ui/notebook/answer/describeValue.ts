import type { ResultPart } from '../../../protocol/cellResult.ts';
import type { Sent } from './answer.ts';
import { describeChoices } from './chatCompletion.ts';
import { describeEmbeddings, isEmbeddings } from './embeddings.ts';
import { isObject } from '../../../openai/isObject.ts';
import { objectsOf, textOf } from './json.ts';
import { describeList } from './lists.ts';
import { describeModeration, isModeration } from './moderation.ts';
import { describeOperation } from './operation.ts';
import { describeItem, describeResponse } from './response.ts';
import { describeMessage, describeRun, describeStep } from './threads.ts';
import { describeTranscription } from './transcription.ts';

/** What is in the JSON of an answer, by its shape: unknown endpoints and compatible servers say it in the same ways. */
export function describeValue(value: unknown, sent: Sent): ResultPart[] {
  if (Array.isArray(value)) return describeList({ data: value }, sent);
  if (!isObject(value)) return [];
  if (Array.isArray(value.choices)) return describeChoices(value, sent);
  if (Array.isArray(value.output)) return [...describeOperation(value), ...describeResponse(value)];
  if (isEmbeddings(value)) return describeEmbeddings(value, sent);
  if (isModeration(value)) return describeModeration(value, sent);
  if (Array.isArray(value.data)) return describeList(value, sent);
  if (value.object === 'thread.message') return describeMessage(value);
  if (value.object === 'thread.run') return [...describeOperation(value), ...describeRun(value)];
  if (value.object === 'thread.run.step') return describeStep(value);
  if (value.type === 'message') return describeItem(value);
  if (typeof value.text === 'string' && textOf(value.object) === undefined) return describeTranscription(value);
  const operation = describeOperation(value);
  return operation.length > 0 ? operation : objectsOf(value.items).flatMap(describeItem);
}
