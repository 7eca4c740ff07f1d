import { ApiError, isObject, json, newId, now, required, type Json, type Routes } from './api.ts';
import { Collection } from './collection.ts';
import { jsonLinesOf, type Files } from './files.ts';

/** Answers one line of a batch. */
export type AnswerLine = (line: { method: string; url: string; body: Json }) => { status: number; body: unknown };

/** Batches: a step further each time that somebody asks, done after the third. */
export function batchRoutes(files: Files, answerLine: AnswerLine): Routes {
  const batches = new Collection({ prefix: 'batch_', object: 'batch', noun: 'batch' });

  const advance = (batch: Json): Json => {
    const total = (batch.request_counts as { total: number }).total;
    if (batch.status === 'validating') {
      return Object.assign(batch, { status: 'in_progress', in_progress_at: now() });
    }
    if (batch.status !== 'in_progress') return batch;
    const counts = batch.request_counts as { completed: number };
    if (counts.completed === 0 && total > 1) {
      return Object.assign(batch, { request_counts: { total, completed: Math.ceil(total / 2), failed: 0 } });
    }
    const lines = jsonLinesOf(files.get(String(batch.input_file_id)).content);
    const answers = lines.map((line) => {
      const body = isObject(line.body) ? line.body : {};
      const answer = answerLine({ method: String(line.method), url: String(line.url), body });
      return {
        id: newId('batch_req_'),
        custom_id: line.custom_id,
        response: { status_code: answer.status, request_id: newId('req_'), body: answer.body },
        error: null,
      };
    });
    const output = answers.map((answer) => JSON.stringify(answer)).join('\n') + '\n';
    const file = files.add(
      { filename: `${String(batch.id)}_output.jsonl`, purpose: 'batch_output' },
      Buffer.from(output),
    );
    return Object.assign(batch, {
      status: 'completed',
      output_file_id: file.id,
      completed_at: now(),
      request_counts: { total, completed: total, failed: 0 },
    });
  };

  return {
    'POST /batches': ({ body }) => {
      const input = required(body, 'input_file_id');
      const total = jsonLinesOf(files.get(input).content).length;
      if (total === 0) throw new ApiError(400, 'The input file is empty.');
      const batch = batches.create({
        endpoint: required(body, 'endpoint'),
        errors: null,
        input_file_id: input,
        completion_window: required(body, 'completion_window'),
        status: 'validating',
        output_file_id: null,
        error_file_id: null,
        in_progress_at: null,
        expires_at: now() + 86_400,
        completed_at: null,
        cancelled_at: null,
        request_counts: { total, completed: 0, failed: 0 },
        metadata: body.metadata ?? null,
      });
      // As it is now: the next look at it is a step further.
      return json({ ...batch });
    },
    'GET /batches': ({ query }) => json(batches.list(query)),
    'GET /batches/{id}': (_, id = '') => json(advance(batches.get(id))),
    'POST /batches/{id}/cancel': (_, id = '') => {
      const { status } = batches.get(id);
      if (status === 'completed' || status === 'cancelled') {
        throw new ApiError(409, `Cannot cancel a batch with status '${status}'.`);
      }
      return json(batches.update(id, { status: 'cancelled', cancelled_at: now() }));
    },
  };
}
