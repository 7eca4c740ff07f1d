import type { ApiCall } from './call.ts';

const answer = {
  id: 'modr-1',
  model: 'omni-moderation-latest',
  results: [
    {
      flagged: true,
      categories: { violence: true, 'self-harm/intent': false },
      category_scores: { violence: 0.86, 'self-harm/intent': 0.0001 },
      category_applied_input_types: { violence: ['image', 'text'], 'self-harm/intent': [] },
    },
  ],
};

export const moderationsCalls: readonly ApiCall[] = [
  {
    method: 'moderations.create',
    call: (client) => client.moderations.create({ input: 'I want to … them.' }),
    answers: [{ json: answer }],
  },
  {
    method: 'moderations.create',
    variant: 'several texts',
    call: (client) => client.moderations.create({ model: 'omni-moderation-latest', input: ['one', 'two'] }),
    answers: [{ json: answer }],
  },
  {
    method: 'moderations.create',
    variant: 'text and image',
    call: (client) =>
      client.moderations.create({
        model: 'omni-moderation-latest',
        input: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'https://example.com/image.png' } },
        ],
      }),
    answers: [{ json: answer }],
  },
];
