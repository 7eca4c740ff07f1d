import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinBatchResults } from '../../../openai/batchResults.ts';
import type { Client } from '../../../openai/client.ts';
import { saveTo } from '../../../openai/download.ts';
import { OpenAIError } from '../../../openai/errors.ts';
import { jsonLines } from '../../../openai/jsonLines.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import { batchResultTable, MOST_BATCH_ROWS } from './batchTable.ts';
import { textOf, type Json } from './json.ts';
import { sentence } from './textPart.ts';

/** The results of a batch in the order of its input; without that file in the order of the server's. */
export async function batchResults(client: Client, batch: Json, signal: AbortSignal): Promise<ResultPart[]> {
  const [output, errors] = [textOf(batch.output_file_id), textOf(batch.error_file_id)];
  if (output === undefined && errors === undefined) return [];
  const folder = await mkdtemp(join(tmpdir(), 'parley-batch-'));
  const fetched = async (name: string, fileId: string | undefined) => {
    if (fileId === undefined) return undefined;
    const path = join(folder, name);
    await saveTo(client.files.content(fileId, { signal }), path, { signal });
    return path;
  };
  try {
    const files = { output: await fetched('output', output), errors: await fetched('errors', errors) };
    try {
      const input = await fetched('input', textOf(batch.input_file_id));
      if (input !== undefined) return [await tableOf(joinBatchResults({ ...files, input }))];
    } catch (error) {
      const isExpected = error instanceof OpenAIError && (error.kind === 'notFound' || error.kind === 'protocol');
      if (!isExpected) throw error;
      return [
        await tableOf(linesOf(files)),
        sentence(`The results are not joined with their requests. ${error.message}`),
      ];
    }
    return [await tableOf(linesOf(files))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tableOf(results: AsyncIterable<object>): Promise<ResultPart> {
  const first: Json[] = [];
  let total = 0;
  for await (const result of results) {
    if (total++ < MOST_BATCH_ROWS) first.push({ ...result });
  }
  return batchResultTable(first, total);
}

async function* linesOf(files: { output: string | undefined; errors: string | undefined }): AsyncGenerator<Json> {
  for (const path of [files.output, files.errors]) {
    if (path === undefined) continue;
    for await (const { value } of jsonLines(createReadStream(path))) {
      if (value) yield value;
    }
  }
}
