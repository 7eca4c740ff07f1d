import type { Uploadable } from 'openai/uploads';
import type {
  FileContentParams,
  FileContentResponse,
  FileCreateParams,
  FileDeleteParams,
  FileListParams,
  FileRetrieveParams,
  FileUpdateParams,
  VectorStoreFile,
  VectorStoreFileDeleted,
} from 'openai/resources/vector-stores/files';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import { idOf, poll, type PollOptions } from '../poll.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { files } from './files.ts';

export function vectorStoreFiles(transport: Transport) {
  const create = (vectorStoreID: string, body: FileCreateParams, options?: RequestOptions) =>
    transport.json<VectorStoreFile>(assistantsV2.post(path`/vector_stores/${vectorStoreID}/files`, body), options);

  const retrieve = (fileID: string, { vector_store_id }: FileRetrieveParams, options?: RequestOptions) =>
    transport.json<VectorStoreFile>(assistantsV2.get(path`/vector_stores/${vector_store_id}/files/${fileID}`), options);

  const pollFile = (vectorStoreID: string, fileID: string, options?: PollOptions) =>
    poll(() => retrieve(fileID, { vector_store_id: vectorStoreID }, options), ['in_progress'], options);

  const upload = async (vectorStoreID: string, file: Uploadable, options?: RequestOptions) => {
    const uploaded = await files(transport).create({ file, purpose: 'assistants' }, options);
    return create(vectorStoreID, { file_id: idOf(uploaded) }, options);
  };

  return {
    create,
    retrieve,
    update: (fileID: string, { vector_store_id, ...body }: FileUpdateParams, options?: RequestOptions) =>
      transport.json<VectorStoreFile>(
        assistantsV2.post(path`/vector_stores/${vector_store_id}/files/${fileID}`, body),
        options,
      ),
    list: (vectorStoreID: string, query?: FileListParams | null, options?: RequestOptions) =>
      transport.list<VectorStoreFile>(assistantsV2.get(path`/vector_stores/${vectorStoreID}/files`, query), options),
    /** Takes the file out of the vector store; the file itself stays. */
    delete: (fileID: string, { vector_store_id }: FileDeleteParams, options?: RequestOptions) =>
      transport.json<VectorStoreFileDeleted>(
        assistantsV2.delete(path`/vector_stores/${vector_store_id}/files/${fileID}`),
        options,
      ),
    /** The parsed text of a file, in pieces. */
    content: (fileID: string, { vector_store_id }: FileContentParams, options?: RequestOptions) =>
      transport.list<FileContentResponse>(
        assistantsV2.get(path`/vector_stores/${vector_store_id}/files/${fileID}/content`),
        options,
      ),
    /** Resolves when the file is processed, or could not be: `status` and `last_error` say which. */
    poll: pollFile,
    createAndPoll: async (vectorStoreID: string, body: FileCreateParams, options?: PollOptions) =>
      pollFile(vectorStoreID, idOf(await create(vectorStoreID, body, options)), options),
    /** Uploads a file and attaches it, without waiting until it is processed. */
    upload,
    uploadAndPoll: async (vectorStoreID: string, file: Uploadable, options?: PollOptions) =>
      pollFile(vectorStoreID, idOf(await upload(vectorStoreID, file, options)), options),
  };
}
