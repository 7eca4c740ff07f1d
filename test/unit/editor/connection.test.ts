import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatCompletionsModel } from '../../../src/agent/models/chatCompletionsModel.ts';
import { connect } from '../../../src/editor/connection.ts';
import { parseProfiles } from '../../../src/editor/profile.ts';
import { eventStreamBody, startRawServer } from '../../support/rawServer.ts';
import { collect, tool, user } from '../agent/script.ts';
import { settings } from './connectionSettings.ts';

test('what a server refused one conversation is not asked of it for the next', async () => {
  const tools = [tool('look', () => Promise.resolve(''))];
  const asksForTools = (body: string) => 'tools' in (JSON.parse(body) as object);
  await using server = await startRawServer(({ body }, response) => {
    if (asksForTools(body)) {
      const error = { message: 'gemma3:4b does not support tools' };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    } else {
      const chunk = { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] };
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(eventStreamBody([chunk, '[DONE]']));
    }
  });
  const [, profile = assert.fail()] = parseProfiles([{ name: 'Local', baseURL: `${server.origin}/v1` }]).profiles;
  const connection = await connect(profile, () => Promise.resolve(undefined), settings());
  for (const label of ['chat:1', 'chat:2', 'chat:2']) {
    const stream = createChatCompletionsModel(connection.client(label));
    const request = { model: 'gemma3:4b', instructions: '', transcript: [user('Hello')], tools };
    await collect(stream(request, { signal: new AbortController().signal }));
  }
  await connection.close();
  assert.deepEqual(
    server.requests.map(({ body }) => asksForTools(body)),
    [true, false, false, false],
  );
});
