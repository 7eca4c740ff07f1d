import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChatCompletionsModel } from '../../../src/agent/models/chatCompletionsModel.ts';
import type { ModelRequest } from '../../../src/agent/models/modelStream.ts';
import type { HostedTools, SentParameters } from '../../../src/agent/models/requestParameters.ts';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import { sentHostedTools } from '../../../src/editor/sentHostedTools.ts';
import { tool } from './script.ts';
import { connectModel } from './wire.ts';

const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
const format = { type: 'json_schema', name: 'thing', schema, strict: true } as const;

async function responses(request: Partial<ModelRequest>): Promise<Record<string, unknown>> {
  await using wire = await connectModel(createResponsesModel, [
    { type: 'response.completed', response: { output: [] } },
  ]);
  await wire.ask(request);
  return wire.bodies()[0] ?? {};
}

async function chat(request: Partial<ModelRequest>): Promise<Record<string, unknown>> {
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  await using wire = await connectModel(createChatCompletionsModel, [end]);
  await wire.ask(request);
  return wire.bodies()[0] ?? {};
}

/** The body without what every request has. */
function rest(body: Record<string, unknown>): Record<string, unknown> {
  const usual = ['model', 'instructions', 'input', 'messages', 'stream', 'stream_options', 'reasoning'];
  return Object.fromEntries(Object.entries(body).filter(([key]) => !usual.includes(key)));
}

describe('parameters on the wire of Responses', () => {
  it('are those of the API', async () => {
    const parameters: SentParameters = {
      temperature: 0,
      max_output_tokens: 500,
      service_tier: 'flex',
      store: true,
      logprobs: true,
      top_logprobs: 0,
      format,
    };
    assert.deepEqual(rest(await responses({ parameters })), {
      temperature: 0,
      max_output_tokens: 500,
      service_tier: 'flex',
      store: true,
      include: ['message.output_text.logprobs'],
      top_logprobs: 0,
      text: { format },
    });
  });

  it('stand beside what a model that reasons needs', async () => {
    const body = await responses({
      model: 'gpt-5.2',
      effort: 'none',
      parameters: { verbosity: 'low', logprobs: true },
    });
    assert.deepEqual(body.include, ['reasoning.encrypted_content', 'message.output_text.logprobs']);
    assert.deepEqual(body.text, { verbosity: 'low' });
  });

  it('without any, nothing is kept at the server', async () => {
    assert.deepEqual(rest(await responses({})), { store: false });
  });

  it('built-in tools follow our own', async () => {
    const hostedTools: HostedTools = {
      web_search: { search_context_size: 'low', allowed_domains: ['example.com'] },
      file_search: { vector_store_ids: ['vs_1'], max_num_results: 5 },
      code_interpreter: {},
      image_generation: { quality: 'low', size: '1024x1024', partial_images: 2 },
      mcp: [{ server_label: 'docs', server_url: 'https://example.com/mcp', require_approval: 'always' }],
    };
    const { tools } = await responses({ tools: [tool('look', () => Promise.resolve(''))], hostedTools });
    const [own, ...hosted] = tools as Record<string, unknown>[];
    assert.equal(own?.name, 'look');
    assert.deepEqual(hosted, [
      { type: 'web_search', search_context_size: 'low', filters: { allowed_domains: ['example.com'] } },
      { type: 'file_search', vector_store_ids: ['vs_1'], max_num_results: 5 },
      { type: 'code_interpreter', container: { type: 'auto' } },
      { type: 'image_generation', quality: 'low', size: '1024x1024', partial_images: 2 },
      {
        type: 'mcp',
        server_label: 'docs',
        server_url: 'https://example.com/mcp',
        require_approval: 'always',
      },
    ]);
  });

  it('shows an MCP server what is kept for it', async () => {
    const server = (label: string) =>
      ({ server_label: label, server_url: `https://${label}.example/`, require_approval: 'always' }) as const;
    const given: HostedTools = { mcp: [server('docs'), server('open')] };
    const tokenOf = ({ server_label: label }: { server_label: string }) =>
      Promise.resolve(label === 'docs' ? 'token-1' : undefined);
    const { tools } = await responses({ hostedTools: await sentHostedTools(given, tokenOf) });
    assert.deepEqual(tools, [
      { type: 'mcp', ...server('docs'), authorization: 'token-1' },
      { type: 'mcp', ...server('open') },
    ]);
    assert.ok(!JSON.stringify(given).includes('token-1'));
  });
});

describe('parameters on the wire of Chat Completions', () => {
  const same: SentParameters = {
    top_p: 0.5,
    seed: 7,
    stop: ['END'],
    presence_penalty: 1,
    frequency_penalty: -1,
    n: 2,
    logit_bias: { '50256': -100 },
    service_tier: 'priority',
    store: false,
    logprobs: true,
    top_logprobs: 3,
  };

  it('are those of the API', async () => {
    assert.deepEqual(rest(await chat({ parameters: { ...same, max_output_tokens: 500, format } })), {
      ...same,
      max_completion_tokens: 500,
      response_format: { type: 'json_schema', json_schema: { name: 'thing', schema, strict: true } },
    });
  });

  it('a compatible server is told max_tokens', async () => {
    const body = await chat({
      model: 'llama-3',
      parameters: { max_output_tokens: 500, format: { type: 'json_object' } },
    });
    assert.deepEqual(rest(body), { max_tokens: 500, response_format: { type: 'json_object' } });
  });

  it('a search model searches', async () => {
    const hostedTools: HostedTools = { web_search: { search_context_size: 'high', allowed_domains: ['example.com'] } };
    const body = await chat({ model: 'gpt-4o-search-preview', hostedTools });
    assert.deepEqual(rest(body), { web_search_options: { search_context_size: 'high' } });
  });

  it('of several answers the first one goes on', async () => {
    const chunk = (index: number, content: string) => ({ choices: [{ index, delta: { content } }] });
    const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
    const chunks = [chunk(0, 'One'), chunk(1, 'Two'), chunk(0, ' more'), end];
    await using wire = await connectModel(createChatCompletionsModel, chunks);
    const events = await wire.ask({ parameters: { n: 2 } });
    assert.equal(events.map((event) => (event.type === 'text' ? event.delta : '')).join(''), 'One more');
  });
});
