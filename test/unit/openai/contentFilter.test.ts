import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { contentFilters } from '../../../src/openai/contentFilter.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { eventStreamBody, startRawServer } from '../../support/rawServer.ts';

const safe = { filtered: false, severity: 'safe' };

const promptResults = {
  hate: safe,
  jailbreak: { filtered: false, detected: true },
  custom_blocklists: { filtered: false, details: [] },
};

const chatCompletion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o',
  choices: [
    {
      index: 0,
      finish_reason: 'content_filter',
      message: { role: 'assistant', content: '' },
      content_filter_results: {
        hate: { filtered: true, severity: 'medium' },
        protected_material_code: {
          filtered: false,
          detected: true,
          citation: { URL: 'https://github.com/a/b', license: 'MIT' },
        },
        error: { code: 'content_filter_error', message: 'The contents are not filtered' },
      },
    },
  ],
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: promptResults }],
};

const promptFilters = [
  { category: 'hate', filtered: false, severity: 'safe' },
  { category: 'jailbreak', filtered: false, detected: true },
  { category: 'custom_blocklists', filtered: false },
];

describe('content filter results', () => {
  it('of a chat completion: the prompt’s, then the answer’s', () => {
    assert.deepEqual(contentFilters(chatCompletion), [
      ...promptFilters,
      { category: 'hate', filtered: true, severity: 'medium' },
      { category: 'protected_material_code', filtered: false, detected: true },
    ]);
  });

  it('of the first chunk of a stream, which has no choices, and of the later ones', () => {
    const first = { id: '', choices: [], prompt_filter_results: chatCompletion.prompt_filter_results };
    assert.deepEqual(contentFilters(first), promptFilters);
    const later = { choices: [{ index: 0, delta: {}, content_filter_results: { violence: safe } }] };
    assert.deepEqual(contentFilters(later), [{ category: 'violence', ...safe }]);
  });

  it('of an image', () => {
    const images = {
      data: [{ url: 'https://a', content_filter_results: { sexual: safe }, prompt_filter_results: promptResults }],
    };
    assert.deepEqual(contentFilters(images), [...promptFilters, { category: 'sexual', ...safe }]);
  });

  it('of a response and its events', () => {
    const response = {
      id: 'resp_1',
      content_filters: [
        { blocked: false, source_type: 'prompt', content_filter_results: promptResults },
        { blocked: false, source_type: 'completion', content_filter_results: { self_harm: safe } },
      ],
    };
    const expected = [...promptFilters, { category: 'self_harm', ...safe }];
    assert.deepEqual(contentFilters(response), expected);
    assert.deepEqual(contentFilters({ type: 'response.completed', response }), expected);
  });

  it('of the older API: annotations of prompts, and a list of block lists', () => {
    const custom_blocklists = [
      { filtered: false, id: 'a' },
      { filtered: true, id: 'b' },
    ];
    assert.deepEqual(
      contentFilters({ prompt_annotations: [{ prompt_index: 0, content_filter_results: { custom_blocklists } }] }),
      [{ category: 'custom_blocklists', filtered: true }],
    );
  });

  it('are none elsewhere', () => {
    for (const value of [undefined, null, 'text', 7, [], {}, { choices: null, data: 'x', response: [1] }]) {
      assert.deepEqual(contentFilters(value), []);
    }
  });
});

/** The error of a chat completion that Azure answers like this. */
async function errorOf(answer: { status: number; body: string; type?: string }, stream = false): Promise<object> {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' }).end(answer.body),
  );
  const client = createClient({ baseURL: `${server.origin}/openai/v1`, apiKey: 'key', azure: {} });
  const body = { model: 'gpt', messages: [] };
  const answered = async () => {
    if (!stream) return client.chat.completions.create(body);
    return (await client.chat.completions.create({ ...body, stream: true })).batches().next();
  };
  const error = await answered().catch((reason: unknown) => reason);
  assert.ok(error instanceof OpenAIError);
  const { kind, code, message } = error;
  return { kind, code, message };
}

const refusal = {
  message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
  type: null,
  param: 'prompt',
  code: 'content_filter',
  status: 400,
  innererror: {
    code: 'ResponsibleAIPolicyViolation',
    content_filter_result: {
      hate: { filtered: true, severity: 'high' },
      jailbreak: { filtered: true, detected: true },
      self_harm: { filtered: true, severity: 'low' },
      sexual: safe,
    },
  },
};

describe('a refusal by the content filter', () => {
  it('names the categories', async () => {
    assert.deepEqual(await errorOf({ status: 400, body: JSON.stringify({ error: refusal }) }), {
      kind: 'contentFilter',
      code: 'content_filter',
      message: `${refusal.message} Filtered: hate (high), jailbreak, self harm (low).`,
    });
  });

  it('names them in a stream too', async () => {
    const body = eventStreamBody([{ error: refusal }]);
    assert.deepEqual(await errorOf({ status: 200, body, type: 'text/event-stream' }, true), {
      kind: 'contentFilter',
      code: 'content_filter',
      message: `${refusal.message} Filtered: hate (high), jailbreak, self harm (low).`,
    });
  });

  it('of an image has them elsewhere', async () => {
    const error = {
      code: 'content_policy_violation',
      message: 'This request has been blocked by our content filters.',
      inner_error: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_results: { violence: { filtered: true, severity: 'medium' } },
        revised_prompt: '',
      },
    };
    assert.deepEqual(await errorOf({ status: 400, body: JSON.stringify({ error }) }), {
      kind: 'contentFilter',
      code: 'content_policy_violation',
      message: 'This request has been blocked by our content filters. Filtered: violence (medium).',
    });
  });

  it('without categories keeps its words', async () => {
    const error = { code: 'content_filter', message: 'No.' };
    assert.deepEqual(await errorOf({ status: 400, body: JSON.stringify({ error }) }), {
      kind: 'contentFilter',
      code: 'content_filter',
      message: 'No.',
    });
  });
});
