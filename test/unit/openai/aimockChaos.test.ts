// aimock's own chaos, on the endpoints it serves: the right answer or an `OpenAIError` of the right kind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LLMock, type ChaosConfig } from '@copilotkit/aimock';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { OpenAIError, type ErrorKind } from '../../../src/openai/errors.ts';
import { fixtures } from '../../support/fixtures.ts';
import { collect } from './calls/call.ts';

const calls: readonly ((client: Client) => PromiseLike<unknown>)[] = [
  (client) => client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hello' }] }),
  async (client) =>
    collect(
      await client.chat.completions.create({
        model: 'm',
        messages: [{ role: 'user', content: 'hello' }],
        stream: true,
      }),
    ),
  (client) => client.responses.create({ model: 'm', input: 'hello' }),
  async (client) => collect(await client.responses.create({ model: 'm', input: 'hello', stream: true })),
  (client) => client.embeddings.create({ model: 'm', input: 'hello' }),
];

const failures: readonly { chaos: ChaosConfig; kind?: ErrorKind; timeoutMs?: number }[] = [
  { chaos: { dropRate: 1 }, kind: 'server' },
  { chaos: { malformedRate: 1 }, kind: 'protocol' },
  { chaos: { disconnectRate: 1 }, kind: 'network' },
  { chaos: { rateLimitRate: 1 }, kind: 'rateLimit' },
  { chaos: { latencyMs: 5_000 }, kind: 'timeout', timeoutMs: 50 },
  { chaos: { latencyMs: 20 } },
];

for (const { chaos, kind, timeoutMs } of failures) {
  test(`${JSON.stringify(chaos)} ends ${kind === undefined ? 'well' : `as ${kind}`}`, async () => {
    const mock = new LLMock({ host: '127.0.0.1', port: 0, chaos });
    mock.addFixtures(fixtures);
    await mock.start();
    try {
      for (const call of calls) {
        const limits = { maxRetries: 0, ...(timeoutMs !== undefined && { timeoutMs }) };
        const asked = call(createClient({ baseURL: `${mock.url}/v1`, ...limits }));
        if (kind === undefined) await asked;
        else
          await assert.rejects(Promise.resolve(asked), (error) => error instanceof OpenAIError && error.kind === kind);
      }
    } finally {
      await mock.stop();
    }
  });
}
