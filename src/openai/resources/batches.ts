import type { Batch, BatchCreateParams, BatchListParams } from 'openai/resources/batches';
import { path } from '../address.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export function batches(transport: Transport) {
  return {
    create: (body: BatchCreateParams, options?: RequestOptions) =>
      transport.json<Batch>({ method: 'POST', path: '/batches', body }, options),
    retrieve: (batchID: string, options?: RequestOptions) =>
      transport.json<Batch>({ method: 'GET', path: path`/batches/${batchID}` }, options),
    list: (query?: BatchListParams | null, options?: RequestOptions) =>
      transport.list<Batch>({ method: 'GET', path: '/batches', query }, options),
    cancel: (batchID: string, options?: RequestOptions) =>
      transport.json<Batch>({ method: 'POST', path: path`/batches/${batchID}/cancel` }, options),
  };
}
