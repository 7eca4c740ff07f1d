import type { Uploadable } from 'openai/uploads';
import type {
  FileBatchCancelParams,
  FileBatchCreateParams,
  FileBatchListFilesParams,
  FileBatchRetrieveParams,
  VectorStoreFileBatch,
} from 'openai/resources/vector-stores/file-batches';
import type { VectorStoreFile } from 'openai/resources/vector-stores/files';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import { OpenAIError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import { idOf, poll, type PollOptions } from '../poll.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { files } from './files.ts';

export interface UploadBatchOptions extends PollOptions {
  /** How many files are uploaded at a time. Default 5. */
  maxConcurrency?: number;
}

export function vectorStoreFileBatches(transport: Transport) {
  const create = (vectorStoreID: string, body: FileBatchCreateParams, options?: RequestOptions) =>
    transport.json<VectorStoreFileBatch>(
      assistantsV2.post(path`/vector_stores/${vectorStoreID}/file_batches`, body),
      options,
    );

  const retrieve = (batchID: string, { vector_store_id }: FileBatchRetrieveParams, options?: RequestOptions) =>
    transport.json<VectorStoreFileBatch>(
      assistantsV2.get(path`/vector_stores/${vector_store_id}/file_batches/${batchID}`),
      options,
    );

  const pollBatch = (vectorStoreID: string, batchID: string, options?: PollOptions) =>
    poll(() => retrieve(batchID, { vector_store_id: vectorStoreID }, options), ['in_progress'], options);

  const createAndPoll = async (vectorStoreID: string, body: FileBatchCreateParams, options?: PollOptions) =>
    pollBatch(vectorStoreID, idOf(await create(vectorStoreID, body, options)), options);

  return {
    create,
    retrieve,
    cancel: (batchID: string, { vector_store_id }: FileBatchCancelParams, options?: RequestOptions) =>
      transport.json<VectorStoreFileBatch>(
        assistantsV2.post(path`/vector_stores/${vector_store_id}/file_batches/${batchID}/cancel`),
        options,
      ),
    listFiles: (batchID: string, { vector_store_id, ...query }: FileBatchListFilesParams, options?: RequestOptions) =>
      transport.list<VectorStoreFile>(
        assistantsV2.get(path`/vector_stores/${vector_store_id}/file_batches/${batchID}/files`, query),
        options,
      ),
    /** Resolves when no file is in progress any more: `file_counts` says how many failed. */
    poll: pollBatch,
    createAndPoll,
    /**
     * Uploads files and adds them to the vector store as one batch, after those of `fileIds`. Where one upload fails no
     * other begins, and no batch is made.
     */
    uploadAndPoll: async (
      vectorStoreID: string,
      { files: uploads, fileIds = [] }: { files: Uploadable[]; fileIds?: string[] },
      options: UploadBatchOptions = {},
    ) => {
      const uploaded = await uploadAll(transport, uploads, options);
      return createAndPoll(vectorStoreID, { file_ids: [...fileIds, ...uploaded] }, options);
    },
  };
}

/** The ids, in the order of the files. Rejects with the first failure, once nothing is under way any more. */
async function uploadAll(
  transport: Transport,
  uploads: readonly Uploadable[],
  options: UploadBatchOptions,
): Promise<string[]> {
  const { maxConcurrency = 5 } = options;
  if (uploads.length === 0) throw invalid('There are no files to upload: createAndPoll takes those that are uploaded.');
  if (!(maxConcurrency >= 1)) throw invalid(`maxConcurrency is ${maxConcurrency}: one file at a time is the least.`);
  const ids: string[] = [];
  await inParallel(uploads.entries(), Math.min(maxConcurrency, uploads.length), async ([index, file]) => {
    ids[index] = idOf(await files(transport).create({ file, purpose: 'assistants' }, options));
  });
  return ids;
}

const invalid = (message: string) => new OpenAIError({ kind: 'invalidRequest', message });
