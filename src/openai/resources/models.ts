import type { Model, ModelDeleted } from 'openai/resources/models';
import { path } from '../address.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export function models(transport: Transport) {
  return {
    list: (options?: RequestOptions) => transport.list<Model>({ method: 'GET', path: '/models' }, options),
    retrieve: (model: string, options?: RequestOptions) =>
      transport.json<Model>({ method: 'GET', path: path`/models/${model}` }, options),
    delete: (model: string, options?: RequestOptions) =>
      transport.json<ModelDeleted>({ method: 'DELETE', path: path`/models/${model}` }, options),
  };
}
