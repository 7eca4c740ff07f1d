import { collect, type ApiCall } from './call.ts';

const conversation = {
  id: 'conv_1',
  object: 'conversation',
  created_at: 1_741_900_000,
  metadata: { topic: 'Grüße' },
};
const item = {
  type: 'message',
  id: 'msg_1',
  status: 'completed',
  role: 'user',
  content: [{ type: 'input_text', text: 'Hello 👋' }],
};
const items = { object: 'list', data: [item], first_id: 'msg_1', last_id: 'msg_1', has_more: false };
const message = {
  type: 'message' as const,
  role: 'user' as const,
  content: [{ type: 'input_text' as const, text: 'Hello 👋' }],
};

export const conversationsCalls: readonly ApiCall[] = [
  {
    method: 'conversations.create',
    call: (client) => client.conversations.create({ metadata: { topic: 'Grüße' }, items: [message] }),
    answers: [{ json: conversation }],
  },
  {
    method: 'conversations.create',
    variant: 'empty',
    call: (client) => client.conversations.create(),
    answers: [{ json: conversation }],
  },
  {
    method: 'conversations.create',
    variant: 'without a body',
    call: (client) => client.conversations.create(null),
    answers: [{ json: conversation }],
    notInSpecification: 'It wants a body, which the official SDK leaves out too.',
  },
  {
    method: 'conversations.retrieve',
    call: (client) => client.conversations.retrieve('conv_1'),
    answers: [{ json: conversation }],
  },
  {
    method: 'conversations.update',
    call: (client) => client.conversations.update('conv_1', { metadata: { topic: 'other' } }),
    answers: [{ json: { ...conversation, metadata: { topic: 'other' } } }],
  },
  {
    method: 'conversations.delete',
    call: (client) => client.conversations.delete('conv_1'),
    answers: [{ json: { id: 'conv_1', object: 'conversation.deleted', deleted: true } }],
  },
  {
    method: 'conversations.items.create',
    call: (client) =>
      client.conversations.items.create('conv_1', { items: [message], include: ['file_search_call.results'] }),
    answers: [{ json: items }],
  },
  {
    method: 'conversations.items.retrieve',
    call: (client) =>
      client.conversations.items.retrieve('msg_1', {
        conversation_id: 'conv_1',
        include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
      }),
    answers: [{ json: item }],
  },
  {
    method: 'conversations.items.list',
    variant: 'two pages',
    call: (client) => collect(client.conversations.items.list('conv_1', { limit: 1, order: 'asc' })),
    answers: [{ json: { ...items, has_more: true } }, { json: { ...items, data: [{ ...item, id: 'msg_2' }] } }],
  },
  {
    method: 'conversations.items.delete',
    call: (client) => client.conversations.items.delete('msg_1', { conversation_id: 'conv_1' }),
    answers: [{ json: conversation }],
  },
];
