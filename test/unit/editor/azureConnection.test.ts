import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, listModels } from '../../../src/editor/connection.ts';
import { parseProfiles } from '../../../src/editor/profile.ts';
import { startRawServer } from '../../support/rawServer.ts';
import { settings } from './connectionSettings.ts';

test('a profile of Azure OpenAI talks to its deployments with its key', async () => {
  await using server = await startRawServer((_request, response) => response.end('{"data":[{"id":"base-model"}]}'));
  const azure = { apiVersion: '2025-01-01', deployments: { 'gpt-4o': 'mine' } };
  const { profiles } = parseProfiles([{ name: 'A', baseURL: `${server.origin}/openai`, azure }]);
  const profile = profiles[1] ?? assert.fail();
  const key = () => Promise.resolve('k');
  assert.deepEqual(await listModels(profile, key, settings()), ['base-model']);
  const connection = await connect(profile, key, settings());
  await connection.client().chat.completions.create({ model: 'gpt-4o', messages: [] });
  await connection.close();
  assert.deepEqual(
    server.requests.map(({ url, headers }) => [url, headers['api-key'], headers.authorization]),
    [
      ['/openai/models?api-version=2025-01-01', 'k', undefined],
      ['/openai/deployments/mine/chat/completions?api-version=2025-01-01', 'k', undefined],
    ],
  );
});
