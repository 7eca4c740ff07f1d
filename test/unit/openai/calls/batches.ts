import { collect, type ApiCall } from './call.ts';

const batch = {
  id: 'batch_1',
  object: 'batch',
  endpoint: '/v1/chat/completions',
  errors: null,
  input_file_id: 'file-1',
  completion_window: '24h',
  status: 'completed',
  output_file_id: 'file-2',
  error_file_id: 'file-3',
  created_at: 1_711_471_533,
  request_counts: { total: 100, completed: 95, failed: 5 },
  metadata: { customer: 'Grüße' },
};

export const batchesCalls: readonly ApiCall[] = [
  {
    method: 'batches.create',
    call: (client) =>
      client.batches.create({
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
        input_file_id: 'file-1',
        metadata: { customer: 'Grüße' },
        output_expires_after: { anchor: 'created_at', seconds: 3_600 },
      }),
    answers: [{ json: { ...batch, status: 'validating' } }],
  },
  {
    method: 'batches.retrieve',
    call: (client) => client.batches.retrieve('batch_1'),
    answers: [{ json: batch }],
  },
  {
    method: 'batches.list',
    variant: 'two pages',
    call: (client) => collect(client.batches.list({ limit: 1 })),
    answers: [
      { json: { object: 'list', data: [batch], first_id: 'batch_1', last_id: 'batch_1', has_more: true } },
      { json: { object: 'list', data: [{ ...batch, id: 'batch_0' }], has_more: false } },
    ],
  },
  {
    method: 'batches.cancel',
    call: (client) => client.batches.cancel('batch_1'),
    answers: [{ json: { ...batch, status: 'cancelling' } }],
  },
];
