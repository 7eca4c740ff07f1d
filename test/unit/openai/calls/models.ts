import { collect, type ApiCall } from './call.ts';

const model = { id: 'ft:gpt-x:org::abc', object: 'model', created: 1_686_935_002, owned_by: 'org' };

export const modelsCalls: readonly ApiCall[] = [
  {
    method: 'models.list',
    call: (client) => collect(client.models.list()),
    answers: [{ json: { object: 'list', data: [model] } }],
  },
  {
    method: 'models.retrieve',
    call: (client) => client.models.retrieve(model.id),
    answers: [{ json: model }],
  },
  {
    method: 'models.delete',
    call: (client) => client.models.delete(model.id),
    answers: [{ json: { id: model.id, object: 'model', deleted: true } }],
  },
];
