import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askUser } from '../../../src/agent/askUser.ts';
import { OpenQuestions } from '../../../src/agent/question.ts';
import { Recorder } from '../../../src/agent/recorder.ts';
import { Repeats } from '../../../src/agent/repeats.ts';
import { runCalls } from '../../../src/agent/runCalls.ts';
import type { Item } from '../../../src/agent/transcript.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { noApprovals, tool } from './script.ts';

const question = { text: 'Which one?', options: [{ id: 'a', label: 'The first' }], field: 'Another one' };
const { signal } = new AbortController();

function questionIn(recorder: Recorder) {
  const item = recorder.items.at(-1);
  assert.ok(item?.type === 'question');
  return item;
}

describe('a question', () => {
  it('waits for its answer, and keeps it', async () => {
    const questions = new OpenQuestions();
    const recorder = new Recorder(() => undefined);
    const asked = askUser(question, recorder, { conversationId: 'c', questions, signal });
    const { id, status } = questionIn(recorder);
    assert.equal(status, 'waiting');
    questions.answer('another conversation', id, { option: 'a' });
    assert.equal(questionIn(recorder).status, 'waiting');
    assert.throws(() => questions.answer('c', id, { text: ' ' }), /no answer/);
    questions.answer('c', id, { text: 'The third' });
    assert.deepEqual(await asked, { text: 'The third' });
    assert.deepEqual(questionIn(recorder).answer, { text: 'The third' });
    questions.answer('c', id, { option: 'a' });
    assert.equal(questionIn(recorder).status, 'answered');
  });

  it('ends with the turn', async () => {
    const abort = new AbortController();
    const recorder = new Recorder(() => undefined);
    const context = { conversationId: 'c', questions: new OpenQuestions(), signal: abort.signal };
    const asked = askUser(question, recorder, context);
    abort.abort(new Error('stopped'));
    await assert.rejects(asked, /stopped/);
    assert.equal(questionIn(recorder).status, 'cancelled');
    await assert.rejects(askUser(question, recorder, context), /stopped/);
  });
});

describe('a call that runs', () => {
  it('shows what it prints until it is done, and may answer with images', async () => {
    const events: Item[] = [];
    const recorder = new Recorder((event) => {
      if (event.type === 'item') events.push(event.item);
    });
    const image = { kind: 'image', label: 'a.png', mediaType: 'image/png', data: 'AA==' } as const;
    const looking = {
      ...tool('look', () => Promise.resolve('')),
      prepare: (_: string, { report }: { report: (progress: string) => void }) =>
        Promise.resolve({
          title: 'Look',
          run: () => {
            report('half');
            return Promise.resolve({ text: 'seen', images: [image] });
          },
        }),
    };
    const call = recorder.add('toolCall', { callId: '1', name: 'look', arguments: '{}', status: 'streaming' });
    const approvals = noApprovals;
    const context = {
      conversationId: 'c',
      messageId: 'm',
      tools: [looking],
      approvals,
      questions: noQuestions,
      repeats: new Repeats(),
      signal,
    };
    await runCalls([call], recorder, context);
    assert.deepEqual(
      events.map((item) => item.type === 'toolCall' && [item.status, item.progress, item.output, item.images?.length]),
      [
        ['streaming', undefined, undefined, undefined],
        ['running', undefined, undefined, undefined],
        ['running', 'half', undefined, undefined],
        ['succeeded', undefined, 'seen', 1],
      ],
    );
  });
});
