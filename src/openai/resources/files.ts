import { performance } from 'node:perf_hooks';
import type { FileCreateParams, FileDeleted, FileListParams, FileObject } from 'openai/resources/files';
import { path } from '../address.ts';
import { formatDuration } from '../duration.ts';
import { OpenAIError } from '../errors.ts';
import { sleep } from '../retry.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface FileWait {
  /** Milliseconds between two questions. Default 5 s. */
  pollInterval?: number;
  /** Milliseconds until it is given up. Default 30 minutes. */
  maxWait?: number;
}

/** `waitForProcessing` rejects with an `OpenAIError` of kind timeout when the file is not ready in time. */
export function files(transport: Transport) {
  const retrieve = (fileID: string, options?: RequestOptions) =>
    transport.json<FileObject>({ method: 'GET', path: path`/files/${fileID}` }, options);
  return {
    create: (body: FileCreateParams, options?: RequestOptions) =>
      transport.json<FileObject>({ method: 'POST', path: '/files', form: body }, options),
    retrieve,
    list: (query?: FileListParams | null, options?: RequestOptions) =>
      transport.list<FileObject>({ method: 'GET', path: '/files', query }, options),
    delete: (fileID: string, options?: RequestOptions) =>
      transport.json<FileDeleted>({ method: 'DELETE', path: path`/files/${fileID}` }, options),
    content: (fileID: string, options?: RequestOptions) =>
      transport.bytes(
        { method: 'GET', path: path`/files/${fileID}/content`, headers: { accept: 'application/binary' } },
        options,
      ),
    waitForProcessing: async (
      id: string,
      { pollInterval = 5_000, maxWait = 1_800_000 }: FileWait = {},
      options?: RequestOptions,
    ): Promise<FileObject> => {
      const startedAt = performance.now();
      let file = await retrieve(id, options);
      while (!isProcessed(file)) {
        if (performance.now() - startedAt + pollInterval > maxWait) {
          const message = `The file ${id} was not processed within ${formatDuration(maxWait)}.`;
          throw new OpenAIError({ kind: 'timeout', message });
        }
        await sleep(pollInterval, options?.signal);
        file = await retrieve(id, options);
      }
      return file;
    },
  };
}

/** A file that failed is processed too. Servers also say `deleted`, which the specification does not have. */
const isProcessed = ({ status }: { status: string }) => ['processed', 'error', 'deleted'].includes(status);
