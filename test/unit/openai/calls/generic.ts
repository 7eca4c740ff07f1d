import type { ApiCall } from './call.ts';

// A path without a method of its own, so that nothing but these can make the call; the specification has none such.
const notInSpecification = 'The path is made up.';

export const genericCalls: readonly ApiCall[] = [
  {
    method: 'get',
    call: (client) => client.get<unknown>('/new_things/th_1', { query: { include: ['a', 'b'], limit: 2 } }),
    answers: [{ json: { id: 'th_1' } }],
    notInSpecification,
  },
  {
    method: 'post',
    call: (client) =>
      client.post<unknown>('/new_things', { body: { name: 'Grüße' }, headers: { 'openai-beta': 'things=v1' } }),
    answers: [{ json: { id: 'th_1' } }],
    notInSpecification,
  },
  {
    method: 'delete',
    call: (client) => client.delete<unknown>('/new_things/th_1'),
    answers: [{ json: { id: 'th_1', deleted: true } }],
    notInSpecification,
  },
];
