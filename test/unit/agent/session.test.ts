import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { userContent } from '../../../src/agent/models/userText.ts';
import type { TurnEvent } from '../../../src/agent/events.ts';
import type { ModelEvent } from '../../../src/agent/models/modelStream.ts';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import { Session } from '../../../src/agent/session.ts';
import type { SessionOptions } from '../../../src/agent/sessionOptions.ts';
import type { Item, Transcript } from '../../../src/agent/transcript.ts';
import type { TurnSettings } from '../../../src/agent/turnSettings.ts';
import { createClient } from '../../../src/openai/client.ts';
import { openConversationStore, type ConversationStore } from '../../../src/store/conversationStore.ts';
import { startRawServer, type RawServer } from '../../support/rawServer.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { call, done, emptyQueue, noApprovals, noStore, replay, scriptedModel, text, tool, user } from './script.ts';

const deltaEvent = (delta: string) =>
  `data: ${JSON.stringify({ type: 'response.output_text.delta', output_index: 0, delta })}\n\n`;
const completedEvent = `data: ${JSON.stringify({ type: 'response.completed', response: { output: [] } })}\n\n`;

const types = (transcript: Transcript) => transcript.map(({ type }) => type);
const lastEnd = (transcript: Transcript) => {
  const last = transcript.at(-1);
  return last?.type === 'result' ? last.end : undefined;
};
const textOf = (item: Item | undefined) => (item && 'text' in item ? item.text : undefined);

describe('Session', () => {
  let folder: string;
  let store: ConversationStore;
  let server: RawServer | undefined;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-session-'));
  });
  beforeEach(async () => {
    store = await openConversationStore(join(folder, `${count++}.db`));
    store.create({ id: 'c1', title: 'T', at: 1 });
  });
  afterEach(async () => {
    store.close();
    await server?.close();
    server = undefined;
  });
  after(() => rm(folder, { recursive: true }));

  const stored = () => store.load('c1')?.transcript ?? [];
  const settings = (more: Partial<TurnSettings>): TurnSettings => ({
    model: 'gpt-4.1',
    instructions: '',
    stream: scriptedModel().stream,
    tools: () => [],
    stepLimit: 5,
    ...more,
  });
  const open = (more: Partial<TurnSettings>, options: Partial<SessionOptions> = {}) =>
    new Session({
      id: 'c1',
      transcript: [],
      approvals: noApprovals,
      questions: noQuestions,
      queue: emptyQueue(),
      store: store.transcript('c1'),
      settings: () => Promise.resolve(settings(more)),
      ...options,
    });
  /** A model behind HTTP; `answer` writes the body of each response. */
  const overHttp = async (answer: Parameters<typeof startRawServer>[0]) => {
    server = await startRawServer((request, response, incoming) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      void answer(request, response, incoming);
    });
    return createResponsesModel(createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 }));
  };
  /** Resolves once a listener has heard text. */
  const heardText = (session: Session) =>
    new Promise<void>((resolve) => {
      session.onEvents((events) => {
        if (
          events.some((event) => event.type === 'delta' || (event.type === 'item' && event.item.type === 'assistant'))
        ) {
          resolve();
        }
      });
    });

  it('runs a turn over HTTP; memory, store and listeners end up with the same', async () => {
    let storedBefore: Transcript = [];
    const stream = await overHttp((_, response) => {
      storedBefore = stored();
      for (const word of ['Good ', 'day', '.']) response.write(deltaEvent(word));
      response.end(completedEvent);
    });
    const session = open({ stream });
    const heard: TurnEvent[] = [];
    session.onEvents((events) => heard.push(...events));
    await session.send('Hello');
    assert.deepEqual(types(storedBefore), ['user']);
    assert.deepEqual(types(session.transcript), ['user', 'assistant', 'result']);
    assert.equal(textOf(session.transcript[1]), 'Good day.');
    assert.deepEqual(stored(), session.transcript);
    assert.deepEqual(replay([], heard), session.transcript);
    assert.equal(session.running, false);
  });

  it('keeps the facts of each message as they were when it was sent', async () => {
    let day = 1;
    const { stream, requests } = scriptedModel([text('Hi'), done()], [text('Hi'), done()]);
    const session = open({ stream }, { facts: () => [`Date: ${day}`, 'Active file: a.ts, line 1'] });
    await session.send('Hello');
    day = 2;
    await session.send('Again');
    const messages = (requests[1]?.transcript ?? []).flatMap((item) =>
      item.type === 'user' ? userContent(item, { images: true, audio: true }).text : [],
    );
    assert.deepEqual(messages, [
      'Hello\n\n[From the editor, as data. Date: 1. Active file: a.ts, line 1.]',
      'Again\n\n[From the editor, as data. Date: 2. Active file: a.ts, line 1.]',
    ]);
    assert.deepEqual(stored(), session.transcript);
  });

  it('is not running any more when listeners hear the result', async () => {
    const session = open({ stream: scriptedModel([text('Hi'), done()]).stream });
    const running: boolean[] = [];
    session.onEvents((events) => {
      if (events.some((event) => event.type === 'item' && event.item.type === 'result')) running.push(session.running);
    });
    await session.send('Hello');
    assert.deepEqual(running, [false]);
  });

  it('stores text while it streams, without waiting for the end', async () => {
    const stream = await overHttp((_, response) => void response.write(deltaEvent('Half an ans') + deltaEvent('wer')));
    const session = open({ stream });
    const turn = session.send('Hello');
    const deadline = Date.now() + 5000;
    while (textOf(stored()[1]) !== 'Half an answer' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(textOf(stored()[1]), 'Half an answer');
    session.stop();
    await turn;
    assert.equal(lastEnd(session.transcript), 'cancelled');
    assert.deepEqual(stored(), session.transcript);
  });

  it('refuses a second message while it answers, and anything empty', async () => {
    const stream = await overHttp((_, response) => void response.write(deltaEvent('…')));
    const session = open({ stream });
    const turn = session.send('Hello');
    assert.equal(session.running, true);
    await assert.rejects(session.send('And?'), /still answering/);
    await assert.rejects(session.retry(), /still answering/);
    session.stop();
    await turn;
    await assert.rejects(session.send('  '), /nothing to send/);
    assert.deepEqual(
      types(session.transcript).filter((type) => type === 'user'),
      ['user'],
    );
  });

  it('ends as interrupted when it is disposed, closes the connection, and loses nothing', async () => {
    const closed = Promise.withResolvers();
    const stream = await overHttp((_, response) => {
      response.on('close', () => closed.resolve(undefined));
      response.write(deltaEvent('Half'));
    });
    const session = open({ stream });
    const heard = heardText(session);
    const turn = session.send('Hello');
    await heard;
    await session.dispose();
    await turn;
    await closed.promise;
    assert.deepEqual(stored(), session.transcript);
    assert.equal(lastEnd(stored()), 'interrupted');
    const [, answer] = stored();
    assert.ok(answer?.type === 'assistant');
    assert.deepEqual([answer.text, answer.status], ['Half', 'interrupted']);
    await assert.rejects(session.send('More'), /closed/);
  });

  it('closes a turn that a crash cut off, sends it well formed, and stores it so', async () => {
    const crashed: Item[] = [
      user('Go'),
      { type: 'assistant', id: 'a', at: 2, text: 'Look', status: 'streaming' },
      { type: 'toolCall', id: 't', at: 3, callId: 'x', name: 'w', arguments: '{}', status: 'awaitingApproval' },
    ];
    crashed.forEach((item, at) => store.transcript('c1').put(at, item));
    const { stream, requests } = scriptedModel([text('Ok'), done()]);
    const session = open({ stream }, { transcript: stored() });
    assert.equal(session.running, false);
    assert.equal(lastEnd(session.transcript), 'interrupted');
    assert.deepEqual(stored(), crashed, 'nothing is stored only because it was read');
    await session.send('Go on');
    const [, answer, cut] = requests[0]?.transcript ?? [];
    assert.ok(answer?.type === 'assistant' && cut?.type === 'toolCall');
    assert.deepEqual([answer.status, cut.status], ['interrupted', 'cancelled']);
    assert.ok(cut.output);
    assert.deepEqual(stored(), session.transcript);
    assert.equal(lastEnd(stored()), 'complete');
  });

  it('retries the last message in place of what came of it', async () => {
    const { stream, requests } = scriptedModel([text('Bad'), done()], [text('Better'), done()]);
    const session = open({ stream });
    const heard: TurnEvent[] = [];
    session.onEvents((events) => heard.push(...events));
    await session.send('Hello');
    const [first] = session.transcript;
    await session.retry();
    assert.deepEqual(requests[1]?.transcript, [first]);
    assert.equal(textOf(session.transcript[1]), 'Better');
    assert.equal(session.transcript.length, 3);
    assert.deepEqual(stored(), session.transcript);
    assert.deepEqual(replay([], heard), session.transcript);
    await assert.rejects(open({}).retry(), /no message/);
  });

  it('replaces a message and all after it, attachments kept', async () => {
    const answer = [text('Ok'), done()];
    const { stream } = scriptedModel(answer, answer, answer);
    const session = open({ stream });
    const attachment = { kind: 'image', label: 'i', mediaType: 'image/png', data: 'AA' } as const;
    await session.send('One', [attachment]);
    await session.send('Two');
    await session.editAndResend(session.transcript[0]?.id ?? '', 'Uno');
    const [edited, ...rest] = session.transcript;
    assert.ok(edited?.type === 'user');
    assert.deepEqual([edited.text, edited.attachments], ['Uno', [attachment]]);
    assert.deepEqual(types(rest), ['assistant', 'result']);
    assert.deepEqual(stored(), session.transcript);
    await assert.rejects(session.editAndResend('gone', 'x'), /not in the conversation/);
  });

  it('goes on from another of several answers, in its place or, where more was said, beside it', async () => {
    const several: ModelEvent[] = [
      text('One'),
      { type: 'alternative', index: 1, delta: 'Two' },
      { type: 'alternative', index: 2, delta: 'Three', refusal: true },
    ];
    const { stream, requests } = scriptedModel([...several, done()], [text('Fine'), done()], [text('Good'), done()]);
    const session = open({ stream });
    await session.send('Say');
    const heard: TurnEvent[] = [];
    const before = session.transcript;
    session.onEvents((events) => heard.push(...events));
    const first = before[1]?.id ?? '';
    session.chooseAlternative(first, 1);
    const chosen = session.transcript[1];
    assert.ok(chosen?.type === 'assistant');
    assert.deepEqual([chosen.text, chosen.refusal], ['Three', true]);
    assert.deepEqual(chosen.alternatives, [{ text: 'Two' }, { text: 'One' }]);
    assert.deepEqual(stored(), session.transcript);
    assert.deepEqual(replay(before, heard), session.transcript);
    session.chooseAlternative(first, 1);
    assert.deepEqual(session.transcript, before, 'and back');
    session.chooseAlternative(first, 0);
    await session.send('More');
    assert.equal(textOf(requests.at(-1)?.transcript[1]), 'Two', 'the one that was chosen is sent');

    session.chooseAlternative(first, 1);
    assert.deepEqual(types(session.transcript), ['user', 'assistant', 'result']);
    assert.equal(textOf(session.transcript[1]), 'Three');
    assert.deepEqual(stored(), session.transcript);
    assert.equal(store.transcript('c1').forks()[0]?.branches.length, 2, 'what was said after the other one is kept');
    assert.throws(() => session.chooseAlternative('nowhere', 0), /not in the conversation any more/);
    await session.send('Otherwise');
    assert.deepEqual(stored(), session.transcript);
  });

  it('ends with the error when a turn cannot begin', async () => {
    const session = open({}, { settings: () => Promise.reject(new Error('No key is set.')) });
    await session.send('Hello');
    const result = stored().at(-1);
    assert.ok(result?.type === 'result');
    assert.deepEqual([result.end, result.error?.message], ['failed', 'No key is set.']);
    const broken = open(
      {},
      {
        settings: () => {
          throw new Error('At once.');
        },
      },
    );
    await broken.send('Hello');
    assert.equal(broken.running, false);
  });

  it('stops also while a turn still waits for its settings', async () => {
    const session = open({}, { settings: () => new Promise(() => undefined) });
    const turn = session.send('Hello');
    session.stop();
    await turn;
    assert.equal(lastEnd(session.transcript), 'cancelled');
  });

  it('sends nothing when the message cannot be stored, and says so when the answer cannot', async () => {
    const { stream, requests } = scriptedModel([text('Hi'), done()]);
    const full = () => {
      throw new Error('database or disk is full');
    };
    const session = open({ stream }, { store: noStore({ put: full, fork: full }) });
    await assert.rejects(session.send('Hello'), /disk is full/);
    assert.deepEqual([session.transcript.length, requests.length], [0, 0]);

    let puts = 0;
    const filling = noStore({ put: () => (puts++ > 0 ? full() : undefined), append: full });
    const later = open({ stream }, { store: filling });
    await later.send('Hello');
    const result = later.transcript.at(-1);
    assert.ok(result?.type === 'result');
    assert.deepEqual([result.end, result.error?.message], ['failed', 'database or disk is full']);
    assert.equal(later.running, false);
  });

  it('joins the deltas of a frame into one event', async () => {
    const words = Array.from({ length: 200 }, (_, at) => text(`${at} `));
    const session = open({ stream: scriptedModel([...words, done()]).stream });
    let messages = 0;
    const heard: TurnEvent[] = [];
    session.onEvents((events) => {
      messages++;
      heard.push(...events);
    });
    const startedAt = Date.now();
    await session.send('Count');
    const frames = (Date.now() - startedAt) / 15;
    assert.ok(messages <= frames + 2, `${messages} messages in ${frames} frames`);
    assert.ok(heard.filter((event) => event.type === 'delta').length <= messages);
    assert.equal(textOf(replay([], heard)[1]), words.map((_, at) => `${at} `).join(''));
  });

  it('lets one who reads the transcript in mid-turn go on with the events, none twice', async () => {
    const words = Array.from({ length: 100 }, (_, at) => text(`${at} `));
    const { stream } = scriptedModel([...words, done()]);
    const session = open({ stream });
    const turn = session.send('Count');
    await new Promise((resolve) => setTimeout(resolve, 5));
    let seen = session.transcript;
    session.onEvents((events) => (seen = replay(seen, events)));
    await turn;
    assert.deepEqual(seen, session.transcript);
  });

  it('keeps the outputs of tools', async () => {
    const { stream } = scriptedModel([...call('x', 'look', {}), done('toolCalls')], [text('Ok'), done()]);
    const session = open({ stream, tools: () => [tool('look', () => Promise.resolve('seen'))] });
    await session.send('Look');
    const looked = stored()[1];
    assert.ok(looked?.type === 'toolCall');
    assert.deepEqual([looked.status, looked.output], ['succeeded', 'seen']);
  });

  it('runs a tool over HTTP and sends its output back', async () => {
    const item = { type: 'function_call', call_id: 'x', name: 'look', arguments: '{"at":1}' };
    const calling = `data: ${JSON.stringify({ type: 'response.output_item.done', output_index: 0, item })}\n\n`;
    const bodies: unknown[] = [];
    const stream = await overHttp(({ body }, response) => {
      bodies.push((JSON.parse(body) as { input: unknown }).input);
      response.end((bodies.length === 1 ? calling : deltaEvent('Seen.')) + completedEvent);
    });
    const session = open({ stream, tools: () => [tool('look', () => Promise.resolve('a thing'))] });
    await session.send('Look');
    assert.deepEqual(bodies[1], [
      { role: 'user', content: 'Look' },
      item,
      { type: 'function_call_output', call_id: 'x', output: 'a thing' },
    ]);
    assert.deepEqual(types(stored()), ['user', 'toolCall', 'assistant', 'result']);
  });
});
