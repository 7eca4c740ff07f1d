import { collect, type ApiCall } from './call.ts';

const store = {
  id: 'vs_abc123',
  object: 'vector_store',
  created_at: 1_699_061_776,
  name: 'Support FAQ',
  bytes: 139_920,
  file_counts: { in_progress: 0, completed: 3, failed: 0, cancelled: 0, total: 3 },
  status: 'completed',
  usage_bytes: 139_920,
  expires_after: null,
  expires_at: null,
  last_active_at: 1_699_061_776,
  metadata: {},
};

const result = {
  file_id: 'file-abc123',
  filename: 'faq.md',
  score: 0.93,
  attributes: { language: 'en', year: 2026 },
  content: [{ type: 'text', text: 'Refunds take five days.' }],
};

export const vectorStoresCalls: readonly ApiCall[] = [
  {
    method: 'vectorStores.create',
    call: (client) =>
      client.vectorStores.create({
        name: 'Support FAQ',
        file_ids: ['file-abc123'],
        expires_after: { anchor: 'last_active_at', days: 7 },
        chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
        metadata: { team: 'support' },
      }),
    answers: [{ json: store }],
  },
  {
    method: 'vectorStores.retrieve',
    call: (client) => client.vectorStores.retrieve(store.id),
    answers: [{ json: store }],
  },
  {
    method: 'vectorStores.update',
    call: (client) => client.vectorStores.update(store.id, { name: 'FAQ', expires_after: null }),
    answers: [{ json: { ...store, name: 'FAQ' } }],
  },
  {
    method: 'vectorStores.list',
    call: (client) => collect(client.vectorStores.list({ limit: 1, order: 'desc' })),
    answers: [
      { json: { object: 'list', data: [store], first_id: store.id, last_id: store.id, has_more: true } },
      { json: { object: 'list', data: [{ ...store, id: 'vs_abc456' }], has_more: false } },
    ],
  },
  {
    method: 'vectorStores.list',
    variant: 'without a query',
    call: (client) => collect(client.vectorStores.list()),
    answers: [{ json: { object: 'list', data: [store], has_more: false } }],
  },
  {
    method: 'vectorStores.delete',
    call: (client) => client.vectorStores.delete(store.id),
    answers: [{ json: { id: store.id, object: 'vector_store.deleted', deleted: true } }],
  },
  {
    method: 'vectorStores.search',
    call: (client) =>
      collect(
        client.vectorStores.search(store.id, {
          query: ['refund', 'money back'],
          max_num_results: 5,
          rewrite_query: true,
          filters: { type: 'and', filters: [{ type: 'eq', key: 'language', value: 'en' }] },
          ranking_options: { ranker: 'auto', score_threshold: 0.5 },
        }),
      ),
    answers: [
      {
        json: {
          object: 'vector_store.search_results.page',
          search_query: ['refund'],
          data: [result],
          has_more: true,
          next_page: 'page_2',
        },
      },
    ],
  },
];
