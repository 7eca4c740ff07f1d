import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChunkReader } from '../../../src/agent/models/chunkReader.ts';
import type { ModelEvent } from '../../../src/agent/models/modelStream.ts';
import { ResponseReader } from '../../../src/agent/models/responseReader.ts';
import { readAnswer } from '../../../src/agent/readAnswer.ts';
import { Recorder } from '../../../src/agent/recorder.ts';
import type { Item } from '../../../src/agent/transcript.ts';
import { TurnTotals } from '../../../src/agent/turnTotals.ts';
import { itemSchema } from '../../../src/store/itemSchema.ts';
import { answerOf, callOf, messageOf } from '../../support/backgroundServer.ts';

const call = { type: 'function', function: { name: 'look', arguments: '{"a' } };
const details = { cached_tokens: 1, cache_write_tokens: 1, reasoning_tokens: 1, audio_tokens: 1 };
const logprobs = [{ token: 'a', logprob: -1, top_logprobs: [{ token: 'b', logprob: -2 }] }];
const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 };
const filters = { hate: { filtered: false, severity: 'safe', detected: false } };
const refusal = { type: 'message', phase: 'final_answer', content: [{ type: 'refusal', refusal: 'No.' }] };

/** Each of the two APIs says all it can say. */
const answers = {
  responses: answerOf('r', [
    { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'Hm' },
    {
      type: 'response.output_item.done',
      ...{ output_index: 0, item: { type: 'reasoning', id: 'rs', summary: [{ text: 'Hm' }], encrypted_content: 'x' } },
    },
    ...messageOf(1, ['Good ', 'day']),
    { type: 'response.output_text.annotation.added', output_index: 1, content_index: 0, annotation },
    { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: '.', logprobs },
    { type: 'response.output_item.done', output_index: 2, item: refusal },
    ...callOf(3, 'x', 'look', ['{"a', '":1}']),
    {
      type: 'response.output_item.done',
      ...{
        output_index: 4,
        item: { type: 'mcp_approval_request', id: 'm', server_label: 's', name: 'n', arguments: '{}' },
      },
    },
    {
      type: 'response.output_item.done',
      output_index: 5,
      item: { type: 'custom_tool_call', call_id: 'c', name: 'n', input: 'i' },
    },
    { type: 'response.audio.delta', delta: 'AAAA' },
    { type: 'response.audio.transcript.delta', delta: 'Hi' },
    {
      type: 'response.output_item.added',
      output_index: 6,
      item: { type: 'code_interpreter_call', id: 'ci', code: '', container_id: 'cn' },
    },
    { type: 'response.code_interpreter_call_code.delta', output_index: 6, item_id: 'ci', delta: 'print' },
  ]),
  chatCompletions: [
    { prompt_filter_results: [{ content_filter_results: filters }], choices: [] },
    {
      choices: [
        {
          index: 0,
          delta: { reasoning: 'Hm', content: 'Good', annotations: [annotation] },
          logprobs: { content: logprobs },
        },
      ],
    },
    { choices: [{ index: 1, delta: { content: 'Other', refusal: 'No.' } }] },
    {
      choices: [
        { index: 0, delta: { refusal: 'No.', audio: { id: 'a', data: 'AAAA', expires_at: 1, transcript: 'Hi' } } },
      ],
    },
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'x', ...call }] } }] },
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 1, id: 'c', custom: { name: 'n', input: 'i' } }] } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'length', content_filter_results: filters }] },
    {
      choices: [],
      usage: {
        prompt_tokens: 1,
        completion_tokens: 1,
        prompt_tokens_details: details,
        completion_tokens_details: details,
      },
    },
  ],
} as const;

const readers = {
  responses: (events: readonly unknown[]) => new ResponseReader('gpt-5').read(events as never),
  chatCompletions: (chunks: readonly unknown[]) => {
    const reader = new ChunkReader();
    return [...reader.read(chunks as never), reader.end()];
  },
};

/** What a turn comes to with this answer; a fault that ends the turn is no harm. */
async function itemsOf(read: () => readonly ModelEvent[]): Promise<readonly Item[]> {
  const recorder = new Recorder(() => undefined);
  const totals = new TurnTotals({ model: 'gpt-5' });
  async function* stream() {
    yield* await Promise.resolve(read());
  }
  try {
    const { done } = await readAnswer(stream(), recorder, { model: 'gpt-5', step: 1, failed: () => 'failed' });
    if (done.usage) totals.addUsage(done.usage);
    recorder.add('result', { end: 'complete', ...totals.result, ...(done.filters && { filters: done.filters }) });
  } catch {
    return recorder.items;
  }
  return recorder.items;
}

/** The value with another in place of one in it, for each in it. */
function* variants(value: unknown, instead: unknown): Generator<{ at: string; value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const put = (changed: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
    yield { at: key, value: put(instead) };
    for (const deeper of variants(inner, instead)) yield { at: `${key}.${deeper.at}`, value: put(deeper.value) };
  }
}

describe('an answer whose fields are not what they should be', () => {
  for (const api of ['responses', 'chatCompletions'] as const) {
    it(`leaves nothing behind that cannot be shown or read again: ${api}`, async () => {
      const whole = await itemsOf(() => readers[api](answers[api]));
      assert.ok(whole.at(-1)?.type === 'result', 'as it is meant, it is read to its end');
      for (const instead of [null, -7, 'x', {}, [{}]]) {
        for (const { at, value } of variants(answers[api], instead)) {
          const items = await itemsOf(() => readers[api](value as readonly unknown[]));
          for (const item of items) {
            const { error } = itemSchema.safeParse(JSON.parse(JSON.stringify(item)));
            assert.equal(error, undefined, `${at} is ${JSON.stringify(instead)}: ${JSON.stringify(item)}`);
            if (item.type === 'result')
              assert.ok((item.usage?.costUsd ?? 0) >= 0, `${at} is ${JSON.stringify(instead)}`);
          }
        }
      }
    });
  }
});
