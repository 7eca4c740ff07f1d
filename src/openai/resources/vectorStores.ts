import type {
  VectorStore,
  VectorStoreCreateParams,
  VectorStoreDeleted,
  VectorStoreListParams,
  VectorStoreSearchParams,
  VectorStoreSearchResponse,
  VectorStoreUpdateParams,
} from 'openai/resources/vector-stores/vector-stores';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { vectorStoreFileBatches } from './vectorStoreFileBatches.ts';
import { vectorStoreFiles } from './vectorStoreFiles.ts';

export function vectorStores(transport: Transport) {
  return {
    files: vectorStoreFiles(transport),
    fileBatches: vectorStoreFileBatches(transport),
    create: (body: VectorStoreCreateParams, options?: RequestOptions) =>
      transport.json<VectorStore>(assistantsV2.post('/vector_stores', body), options),
    retrieve: (vectorStoreID: string, options?: RequestOptions) =>
      transport.json<VectorStore>(assistantsV2.get(path`/vector_stores/${vectorStoreID}`), options),
    update: (vectorStoreID: string, body: VectorStoreUpdateParams, options?: RequestOptions) =>
      transport.json<VectorStore>(assistantsV2.post(path`/vector_stores/${vectorStoreID}`, body), options),
    list: (query?: VectorStoreListParams | null, options?: RequestOptions) =>
      transport.list<VectorStore>(assistantsV2.get('/vector_stores', query), options),
    delete: (vectorStoreID: string, options?: RequestOptions) =>
      transport.json<VectorStoreDeleted>(assistantsV2.delete(path`/vector_stores/${vectorStoreID}`), options),
    /** The chunks that fit the query best, all on one page. */
    search: (vectorStoreID: string, body: VectorStoreSearchParams, options?: RequestOptions) =>
      transport.list<VectorStoreSearchResponse>(
        assistantsV2.post(path`/vector_stores/${vectorStoreID}/search`, body),
        options,
      ),
  };
}
