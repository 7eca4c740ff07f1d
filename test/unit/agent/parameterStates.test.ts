import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parameterStates,
  takenParameters,
  type ChatApi,
  type ChosenParameters,
} from '../../../src/agent/models/parameterStates.ts';
import type { Control } from '../../../src/agent/models/requestParameters.ts';

/** The reason why each control that is disabled is so. */
function reasons(
  api: ChatApi,
  model: string,
  chosen: Partial<ChosenParameters> = {},
): Partial<Record<Control, string>> {
  const states = Object.entries(parameterStates(api, model, { parameters: {}, ...chosen }));
  return Object.fromEntries(states.flatMap(([control, state]) => (state.enabled ? [] : [[control, state.reason]])));
}

const disabled = (...given: Parameters<typeof reasons>) => Object.keys(reasons(...given)).sort();

const onlyInChat = ['frequency_penalty', 'logit_bias', 'n', 'presence_penalty', 'seed', 'stop', 'voice'];
const onlyInResponses = ['code_interpreter', 'file_search', 'image_generation', 'mcp'];
const samplingOfBoth = ['logprobs', 'temperature', 'top_p'];

describe('which parameters are of use', () => {
  it('a model the catalog does not know takes all that the API has', () => {
    assert.deepEqual(disabled('chatCompletions', 'llama-3'), [...onlyInResponses, 'top_logprobs'].sort());
    assert.deepEqual(disabled('responses', 'llama-3'), [...onlyInChat, 'top_logprobs'].sort());
  });

  it('a voice is of use with a model that speaks', () => {
    assert.equal(reasons('chatCompletions', 'gpt-audio').voice, undefined);
    assert.equal(reasons('chatCompletions', 'gpt-4.1').voice, 'gpt-4.1 does not speak.');
  });

  it('what the API lacks says which API it is', () => {
    const { seed, mcp } = { ...reasons('responses', 'llama-3'), mcp: reasons('chatCompletions', 'llama-3').mcp };
    assert.equal(seed, 'This connection speaks the Responses API, which has nothing like it.');
    assert.equal(mcp, 'This connection speaks Chat Completions, which has nothing like it.');
  });

  it('a model that samples takes no effort and no verbosity', () => {
    assert.deepEqual(disabled('responses', 'gpt-4.1'), [...onlyInChat, 'effort', 'top_logprobs', 'verbosity'].sort());
    assert.equal(reasons('responses', 'gpt-4.1').effort, 'gpt-4.1 does not reason.');
  });

  it('a model that reasons does not sample, unless its effort is none', () => {
    assert.deepEqual(disabled('responses', 'gpt-5'), [...onlyInChat, ...samplingOfBoth, 'top_logprobs'].sort());
    assert.equal(reasons('responses', 'gpt-5').temperature, 'gpt-5 does not take it.');
    assert.match(reasons('responses', 'gpt-5.2').temperature ?? '', /while it reasons: set its effort to None/);
    assert.deepEqual(disabled('responses', 'gpt-5.2', { effort: 'none' }), [...onlyInChat, 'top_logprobs'].sort());
    const chat = disabled('chatCompletions', 'gpt-5.2', { effort: 'none' });
    assert.deepEqual(
      ['frequency_penalty', 'logit_bias', 'presence_penalty', 'stop'].filter((control) => !chat.includes(control)),
      [],
      'the penalties, biases and stops stay refused',
    );
  });

  it('temperature and top_p exclude each other, and top_logprobs needs logprobs', () => {
    assert.equal(
      reasons('responses', 'gpt-4.1', { parameters: { temperature: 1 } }).top_p,
      'Temperature is set: change one of the two.',
    );
    assert.equal(
      reasons('responses', 'gpt-4.1', { parameters: { top_p: 1 } }).temperature,
      'Top P is set: change one of the two.',
    );
    assert.equal(reasons('responses', 'gpt-4.1').top_logprobs, 'It needs Log probabilities.');
    assert.ok(!('top_logprobs' in reasons('responses', 'gpt-4.1', { parameters: { logprobs: true } })));
  });

  it('built-in tools are for models that have them', () => {
    assert.equal(reasons('responses', 'gpt-4').web_search, 'gpt-4 does not have this tool.');
    assert.ok(!('web_search' in reasons('responses', 'gpt-4o')) && !('mcp' in reasons('responses', 'gpt-4.1-mini')));
    assert.equal(reasons('responses', 'gpt-4.1-nano').web_search, 'gpt-4.1-nano does not have this tool.');
    assert.equal(
      reasons('responses', 'gpt-5', { effort: 'minimal' }).web_search,
      'There is no web search with minimal effort.',
    );
    assert.match(reasons('chatCompletions', 'gpt-5').web_search ?? '', /only OpenAI's search models/);
    assert.ok(!('web_search' in reasons('chatCompletions', 'gpt-4o-search-preview')));
  });
});

describe('what is sent', () => {
  it('leaves out what is of no use and says so', () => {
    const taken = takenParameters('responses', {
      model: 'gpt-5.4',
      parameters: { temperature: 1, seed: 3, max_output_tokens: 100 },
      hostedTools: { web_search: {} },
    });
    assert.deepEqual(taken.parameters, { max_output_tokens: 100 });
    assert.deepEqual(taken.hostedTools, { web_search: {} });
    assert.deepEqual(taken.dropped, [
      'temperature: gpt-5.4 does not take it while it reasons: set its effort to None.',
      'seed: This connection speaks the Responses API, which has nothing like it.',
    ]);
  });

  it('of temperature and top_p it keeps temperature', () => {
    const { parameters, dropped } = takenParameters('responses', {
      model: 'gpt-4.1',
      parameters: { temperature: 0.5, top_p: 0.9 },
    });
    assert.deepEqual(parameters, { temperature: 0.5 });
    assert.deepEqual(dropped, ['top_p: Temperature is set: change one of the two.']);
  });
});
