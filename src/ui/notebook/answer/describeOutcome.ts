import type { Client } from '../../../openai/client.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import { batchResults } from './batchOutcome.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { metricsPlot } from './metrics.ts';
import { operationType } from './operation.ts';
import { describeResponse } from './response.ts';
import { sentence } from './textPart.ts';
import { describeMessage, describeRun } from './threads.ts';

/** What a long operation came to, asked for where it is kept elsewhere. */
export async function describeOutcome(client: Client, operation: Json, signal: AbortSignal): Promise<ResultPart[]> {
  const failure = textOf(objectOf(operation.error ?? operation.last_error).message);
  const failed = failure === undefined ? [] : [sentence(failure)];
  switch (operationType(operation)) {
    case 'batch':
      return [...(await batchResults(client, operation, signal)), ...wrongLines(operation)];
    case 'fine_tuning.job':
      return [...failed, ...(await jobMetrics(client, operation, signal))];
    case 'thread.run':
      return [...(await runMessages(client, operation, signal)), ...describeRun(operation)];
    case 'response':
      return describeResponse(operation);
    default:
      return failed;
  }
}

/** Why the input of a batch was not taken. */
function wrongLines(batch: Json): ResultPart[] {
  const errors = objectsOf(objectOf(batch.errors).data);
  if (errors.length === 0) return [];
  const rows = errors
    .slice(0, 200)
    .map(({ line, code, message }) => [
      typeof line === 'number' ? line : null,
      textOf(code) ?? null,
      textOf(message) ?? null,
    ]);
  return [{ kind: 'table', label: 'Errors of the input', columns: ['line', 'code', 'message'], rows }];
}

async function jobMetrics(client: Client, job: Json, signal: AbortSignal): Promise<ResultPart[]> {
  if (job.status !== 'succeeded') return [];
  const page = await client.fineTuning.jobs.listEvents(String(job.id), { limit: 100 }, { signal });
  const plot = metricsPlot(objectsOf(page.data));
  return plot ? [plot] : [];
}

async function runMessages(client: Client, run: Json, signal: AbortSignal): Promise<ResultPart[]> {
  const threadId = textOf(run.thread_id);
  if (run.status !== 'completed' || threadId === undefined) return [];
  const query = { run_id: String(run.id), order: 'asc' } as const;
  const page = await client.beta.threads.messages.list(threadId, query, { signal });
  return objectsOf(page.data)
    .filter(({ role }) => role !== 'user')
    .flatMap(describeMessage);
}
