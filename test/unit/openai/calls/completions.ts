import { collect, type ApiCall } from './call.ts';

const choice = (text: string, finish_reason: string | null) => ({ index: 0, text, logprobs: null, finish_reason });
const completion = (text: string, finish_reason: string | null) => ({
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1_686_935_002,
  model: 'gpt-3.5-turbo-instruct',
  choices: [choice(text, finish_reason)],
});
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const body = { model: 'gpt-3.5-turbo-instruct', prompt: 'Say Grüße 👋', max_tokens: 7, temperature: 0 };

export const completionsCalls: readonly ApiCall[] = [
  {
    method: 'completions.create',
    call: (client) => client.completions.create({ ...body, logprobs: 1, stop: ['\n'], echo: true, suffix: '.' }),
    answers: [{ json: { ...completion('Grüße 👋', 'stop'), usage } }],
  },
  {
    method: 'completions.create',
    variant: 'several prompts of tokens',
    call: (client) => client.completions.create({ ...body, prompt: [[1, 2], [3]], n: 1, best_of: 2 }),
    answers: [{ json: { ...completion('a', 'stop'), choices: [choice('a', 'stop'), choice('b', 'length')], usage } }],
  },
  {
    method: 'completions.create',
    variant: 'streamed',
    call: async (client) =>
      collect(await client.completions.create({ ...body, stream: true, stream_options: { include_usage: true } })),
    answers: [
      {
        events: [
          completion('Grü', null),
          completion('ße', 'stop'),
          { ...completion('', null), choices: [], usage },
          '[DONE]',
        ],
      },
    ],
  },
];
