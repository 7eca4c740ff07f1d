import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { MessageQueue } from '../../../src/agent/messageQueue.ts';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import { Session } from '../../../src/agent/session.ts';
import { createClient } from '../../../src/openai/client.ts';
import { openConversationStore } from '../../../src/store/conversationStore.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { noApprovals, tool } from '../agent/script.ts';

/**
 * Runs one turn after the other in a conversation, with messages that steer it and that wait, and says at once what a
 * listener hears and which messages were taken. Begins when it is told the conversation. Ends only when it is killed.
 */
const [, , file = '', origin = ''] = process.argv;
const report = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`);
const client = createClient({ baseURL: `${origin}/v1` });
const [told] = (await once(process.stdin, 'data')) as [Buffer];
const id = told.toString().trim();

const store = await openConversationStore(file);
if (!store.load(id)) store.create({ id, title: 'T', at: 1 });
const stored = store.transcript(id);
const session = new Session({
  ...{ id, transcript: stored.load(), store: stored, approvals: noApprovals, questions: noQuestions },
  queue: new MessageQueue(store.queue(id)),
  settings: () =>
    Promise.resolve({
      ...{ model: 'gpt-5', instructions: '', stepLimit: 50, stream: createResponsesModel(client) },
      tools: () => [tool('look', () => Promise.resolve('seen'))],
    }),
});
report({ transcript: session.transcript });
session.onEvents((events) => report({ events }));
await session.sendQueued();
for (let turn = 0; ; turn++) {
  const running = session.send(`first ${process.pid} ${turn}`);
  for (const steers of [true, false]) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!session.running) break;
    const text = `${steers ? 'steer' : 'queue'} ${process.pid} ${turn}`;
    await session.enqueue(text, [], steers);
    report({ taken: text });
  }
  await running;
}
