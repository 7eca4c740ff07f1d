import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { OpenAIError } from './errors.ts';
import { isObject } from './isObject.ts';
import { jsonLines } from './jsonLines.ts';

/** What became of one request of a batch. */
export interface BatchResult {
  custom_id: string;
  /** The line of the input file. */
  request: Record<string, unknown>;
  /** The answer, also one that is an error of the API. Null when there is none. */
  response: { status_code: number; request_id: string; body: unknown } | null;
  /** Why there is no answer: code `batch_expired`, or `missing` where neither file says a word. */
  error: { code: string; message: string } | null;
}

/** The files of a batch on disk. */
export interface BatchFiles {
  input: string;
  /** There when a request succeeded. */
  output?: string | undefined;
  /** There when a request failed. */
  errors?: string | undefined;
}

interface Place {
  file: FileHandle;
  offsetBytes: number;
  sizeBytes: number;
}

/**
 * Results of a batch in the order of its input file. Only the ids and one result are in memory. Throws an `OpenAIError` of
 * kind protocol for a result file that is damaged, and, after all results, for one that holds more than was asked.
 */
export async function* joinBatchResults(files: BatchFiles): AsyncGenerator<BatchResult, void, undefined> {
  const handles: FileHandle[] = [];
  try {
    const places = new Map<string, Place>();
    for (const path of [files.output, files.errors]) {
      if (path === undefined) continue;
      const file = await open(path);
      handles.push(file);
      await index(file, path, places);
    }
    for await (const { line, value, fault } of jsonLines(createReadStream(files.input))) {
      const id = value?.custom_id;
      if (!value || typeof id !== 'string') throw damaged(files.input, line, fault);
      const place = places.get(id);
      places.delete(id);
      yield { custom_id: id, request: value, ...(place ? await read(place) : missing) };
    }
    const [unasked] = places.keys();
    if (unasked !== undefined) {
      throw new OpenAIError({
        kind: 'protocol',
        message: `The results have "${unasked}", which the batch did not ask: they belong to another input file.`,
      });
    }
  } finally {
    await Promise.all(handles.map((file) => file.close()));
  }
}

const missing = { response: null, error: { code: 'missing', message: 'The batch has no result for this request.' } };

async function index(file: FileHandle, path: string, places: Map<string, Place>): Promise<void> {
  const chunks = file.createReadStream({ autoClose: false, start: 0 });
  for await (const { line, value, fault, offsetBytes, sizeBytes } of jsonLines(chunks)) {
    if (typeof value?.custom_id !== 'string') throw damaged(path, line, fault);
    places.set(value.custom_id, { file, offsetBytes, sizeBytes });
  }
}

async function read({ file, offsetBytes, sizeBytes }: Place): Promise<Pick<BatchResult, 'response' | 'error'>> {
  const { buffer } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, offsetBytes);
  const { response, error } = JSON.parse(buffer.toString('utf8')) as Record<string, unknown>;
  return {
    response: isObject(response) ? (response as unknown as BatchResult['response']) : null,
    error: isObject(error) ? (error as unknown as BatchResult['error']) : null,
  };
}

function damaged(path: string, line: number, fault = 'The line has no custom_id.'): OpenAIError {
  return new OpenAIError({ kind: 'protocol', message: `${path}, line ${line}: ${fault}` });
}
