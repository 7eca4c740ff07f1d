import type { Fixture } from '@copilotkit/aimock';

/** Ids that GET /models lists. A fixture that never answers is how the server is told. */
const models: Fixture[] = ['gpt-5.2', 'gpt-5.2-mini', 'gpt-4.1', 'text-embedding-3-small'].map((model) => ({
  match: { model, predicate: () => false },
  response: { content: '' },
}));

export const fixtures: Fixture[] = [
  ...models,
  {
    match: { userMessage: /^hello/i },
    response: { content: 'Hello! I answer from a can: nothing left this machine.' },
  },
];
