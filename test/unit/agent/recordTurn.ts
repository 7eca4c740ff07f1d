import type { ModelRequest } from '../../../src/agent/models/modelStream.ts';
import { Session } from '../../../src/agent/session.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { call, done, emptyQueue, noStore, scriptedModel, text, noApprovals, tool } from './script.ts';

/** The requests of a turn with a tool call and of the turn after it. */
export async function recordTurn(instructions: string): Promise<readonly ModelRequest[]> {
  const { stream, requests } = scriptedModel(
    [...call('call_1', 'look', { at: 'src' }), done('toolCalls')],
    [text('Seen.'), done()],
    [text('Again.'), done()],
  );
  const tools = [tool('look', () => Promise.resolve('three files')), tool('change', () => Promise.resolve(''))];
  const session = new Session({
    id: 'conversation',
    transcript: [],
    approvals: noApprovals,
    questions: noQuestions,
    settings: () => Promise.resolve({ model: 'gpt-5.4', instructions, stream, tools: () => [...tools], stepLimit: 9 }),
    store: noStore(),
    queue: emptyQueue(),
  });
  await session.send('Look around');
  await session.send('And again');
  return requests;
}
