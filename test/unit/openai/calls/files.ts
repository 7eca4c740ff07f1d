import { collect, type ApiCall } from './call.ts';

const file = {
  id: 'file-abc123',
  object: 'file',
  bytes: 52,
  created_at: 1_677_610_602,
  filename: 'training.jsonl',
  purpose: 'fine-tune',
  status: 'uploaded',
};
const lines = '{"messages":[{"role":"user","content":"Hi"}]}\n';

export const filesCalls: readonly ApiCall[] = [
  {
    method: 'files.create',
    call: (client) =>
      client.files.create({
        file: new File([lines], 'training.jsonl', { type: 'application/jsonl' }),
        purpose: 'fine-tune',
        expires_after: { anchor: 'created_at', seconds: 3_600 },
      }),
    answers: [{ json: file }],
  },
  {
    method: 'files.create',
    variant: 'a name with a path, quotes and letters',
    call: (client) => client.files.create({ file: new File([lines], '../a "ß".jsonl'), purpose: 'batch' }),
    answers: [{ json: file }],
  },
  {
    method: 'files.retrieve',
    call: (client) => client.files.retrieve(file.id),
    answers: [{ json: file }],
  },
  {
    method: 'files.list',
    call: (client) => collect(client.files.list({ purpose: 'fine-tune', limit: 1, order: 'asc' })),
    answers: [
      { json: { object: 'list', data: [file], first_id: file.id, last_id: file.id, has_more: true } },
      { json: { object: 'list', data: [{ ...file, id: 'file-2' }], has_more: false } },
    ],
  },
  {
    method: 'files.delete',
    call: (client) => client.files.delete(file.id),
    answers: [{ json: { id: file.id, object: 'file', deleted: true } }],
  },
  {
    method: 'files.content',
    call: async (client) => Buffer.from(await (await client.files.content(file.id)).arrayBuffer()).toString('hex'),
    answers: [{ bytes: Uint8Array.of(0, 255, 13, 10, 128), type: 'application/octet-stream' }],
  },
  {
    method: 'files.waitForProcessing',
    call: (client) => client.files.waitForProcessing(file.id, { pollInterval: 1 }),
    answers: [{ json: file }, { json: { ...file, status: 'processed' } }],
  },
];
