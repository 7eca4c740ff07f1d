import { collect, type ApiCall } from './call.ts';

const storeId = 'vs_abc123';
const file = {
  id: 'file-abc123',
  object: 'vector_store.file',
  usage_bytes: 1_234,
  created_at: 1_699_061_776,
  vector_store_id: storeId,
  status: 'completed',
  last_error: null,
  attributes: { language: 'en' },
};
const batch = {
  id: 'vsfb_abc123',
  object: 'vector_store.files_batch',
  created_at: 1_699_061_776,
  vector_store_id: storeId,
  status: 'completed',
  file_counts: { in_progress: 0, completed: 2, failed: 0, cancelled: 0, total: 2 },
};
const working = { status: 'in_progress' };
const uploaded = {
  id: 'file-abc123',
  object: 'file',
  bytes: 4,
  created_at: 1_699_061_776,
  filename: 'faq.md',
  purpose: 'assistants',
};
const inStore = { vector_store_id: storeId };
const quickly = { pollIntervalMs: 1 };
const faq = () => new File(['text'], 'faq.md', { type: 'text/markdown' });

const filesCalls: readonly ApiCall[] = [
  {
    method: 'vectorStores.files.create',
    call: (client) =>
      client.vectorStores.files.create(storeId, {
        file_id: file.id,
        attributes: { language: 'en' },
        chunking_strategy: { type: 'auto' },
      }),
    answers: [{ json: { ...file, ...working } }],
  },
  {
    method: 'vectorStores.files.retrieve',
    call: (client) => client.vectorStores.files.retrieve(file.id, inStore),
    answers: [{ json: file }],
  },
  {
    method: 'vectorStores.files.update',
    call: (client) => client.vectorStores.files.update(file.id, { ...inStore, attributes: { year: 2026 } }),
    answers: [{ json: { ...file, attributes: { year: 2026 } } }],
  },
  {
    method: 'vectorStores.files.list',
    call: (client) => collect(client.vectorStores.files.list(storeId, { filter: 'completed', limit: 1 })),
    answers: [
      { json: { object: 'list', data: [file], has_more: true } },
      { json: { object: 'list', data: [{ ...file, id: 'file-abc456' }], has_more: false } },
    ],
  },
  {
    method: 'vectorStores.files.delete',
    call: (client) => client.vectorStores.files.delete(file.id, inStore),
    answers: [{ json: { id: file.id, object: 'vector_store.file.deleted', deleted: true } }],
  },
  {
    method: 'vectorStores.files.content',
    call: (client) => collect(client.vectorStores.files.content(file.id, inStore)),
    answers: [
      {
        json: {
          object: 'vector_store.file_content.page',
          data: [{ type: 'text', text: 'Refunds take five days.' }],
          has_more: false,
          next_page: null,
        },
      },
    ],
  },
  {
    method: 'vectorStores.files.poll',
    call: (client) => client.vectorStores.files.poll(storeId, file.id, quickly),
    answers: [{ json: { ...file, ...working } }, { json: file }],
  },
  {
    method: 'vectorStores.files.createAndPoll',
    call: (client) => client.vectorStores.files.createAndPoll(storeId, { file_id: file.id }, quickly),
    answers: [
      { json: { ...file, ...working } },
      { json: { ...file, status: 'failed', last_error: { code: 'unsupported_file', message: 'No text in it.' } } },
    ],
  },
  {
    method: 'vectorStores.files.upload',
    call: (client) => client.vectorStores.files.upload(storeId, faq()),
    answers: [{ json: uploaded }, { json: { ...file, ...working } }],
  },
  {
    method: 'vectorStores.files.uploadAndPoll',
    call: (client) => client.vectorStores.files.uploadAndPoll(storeId, faq(), quickly),
    answers: [{ json: uploaded }, { json: { ...file, ...working } }, { json: file }],
  },
];

const fileBatchesCalls: readonly ApiCall[] = [
  {
    method: 'vectorStores.fileBatches.create',
    call: (client) =>
      client.vectorStores.fileBatches.create(storeId, {
        files: [{ file_id: file.id, attributes: { language: 'en' } }, { file_id: 'file-abc456' }],
      }),
    answers: [{ json: { ...batch, ...working } }],
  },
  {
    method: 'vectorStores.fileBatches.retrieve',
    call: (client) => client.vectorStores.fileBatches.retrieve(batch.id, inStore),
    answers: [{ json: batch }],
  },
  {
    method: 'vectorStores.fileBatches.cancel',
    call: (client) => client.vectorStores.fileBatches.cancel(batch.id, inStore),
    answers: [{ json: { ...batch, status: 'cancelled' } }],
  },
  {
    method: 'vectorStores.fileBatches.listFiles',
    call: (client) =>
      collect(client.vectorStores.fileBatches.listFiles(batch.id, { ...inStore, filter: 'completed', order: 'asc' })),
    answers: [
      { json: { object: 'list', data: [file], has_more: true } },
      { json: { object: 'list', data: [{ ...file, id: 'file-abc456' }], has_more: false } },
    ],
  },
  {
    method: 'vectorStores.fileBatches.poll',
    call: (client) => client.vectorStores.fileBatches.poll(storeId, batch.id, quickly),
    answers: [{ json: { ...batch, ...working } }, { json: batch }],
  },
  {
    method: 'vectorStores.fileBatches.createAndPoll',
    call: (client) => client.vectorStores.fileBatches.createAndPoll(storeId, { file_ids: [file.id] }, quickly),
    answers: [{ json: { ...batch, ...working } }, { json: batch }],
  },
  {
    method: 'vectorStores.fileBatches.uploadAndPoll',
    call: (client) =>
      client.vectorStores.fileBatches.uploadAndPoll(
        storeId,
        { files: [faq(), new File(['more'], 'more.txt')], fileIds: ['file-first'] },
        { ...quickly, maxConcurrency: 1 },
      ),
    answers: [
      { json: uploaded },
      { json: { ...uploaded, id: 'file-abc456' } },
      { json: { ...batch, ...working } },
      { json: batch },
    ],
  },
];

export const vectorStoreFilesCalls: readonly ApiCall[] = [...filesCalls, ...fileBatchesCalls];
