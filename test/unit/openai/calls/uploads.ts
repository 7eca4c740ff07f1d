import type { ApiCall } from './call.ts';

const upload = {
  id: 'upload_abc123',
  object: 'upload',
  bytes: 6,
  created_at: 1_719_184_911,
  expires_at: 4_119_188_511,
  filename: 'training.jsonl',
  purpose: 'fine-tune',
  status: 'pending',
};
const part = { id: 'part_1', object: 'upload.part', created_at: 1_719_185_911, upload_id: upload.id };
const file = {
  id: 'file-abc123',
  object: 'file',
  bytes: 6,
  created_at: 1_719_186_911,
  filename: 'training.jsonl',
  purpose: 'fine-tune',
};

export const uploadsCalls: readonly ApiCall[] = [
  {
    method: 'uploads.create',
    call: (client) =>
      client.uploads.create({
        filename: 'training.jsonl',
        purpose: 'fine-tune',
        bytes: 6,
        mime_type: 'text/jsonl',
        expires_after: { anchor: 'created_at', seconds: 3_600 },
      }),
    answers: [{ json: upload }],
  },
  {
    method: 'uploads.cancel',
    call: (client) => client.uploads.cancel(upload.id),
    answers: [{ json: { ...upload, status: 'cancelled' } }],
  },
  {
    method: 'uploads.complete',
    call: (client) =>
      client.uploads.complete(upload.id, { part_ids: ['part_1', 'part_2'], md5: 'e80b5017098950fc58aad83c8c14978e' }),
    answers: [{ json: { ...upload, status: 'completed', file } }],
  },
  {
    method: 'uploads.parts.create',
    call: (client) => client.uploads.parts.create(upload.id, { data: new File(['abcdef'], 'part') }),
    answers: [{ json: part }],
  },
  {
    method: 'uploads.uploadFileChunked',
    call: (client) =>
      client.uploads.uploadFileChunked({
        file: new File(['abcdef'], 'training.jsonl', { type: 'text/jsonl' }),
        purpose: 'fine-tune',
      }),
    answers: [{ json: upload }, { json: part }, { json: { ...upload, status: 'completed', file } }],
    oursAlone: 'The official SDK has it in Python only.',
  },
];
