import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSettings, noSettings, parseSettings } from '../../../src/agent/conversationSettings.ts';

describe('settings of a conversation', () => {
  it('come back as they were kept', () => {
    const settings = {
      profile: 'Reviewer',
      model: 'gpt-5.2',
      effort: 'none',
      tools: ['read_file'],
      parameters: { temperature: 0, stop: ['END'], logit_bias: { '5': -100 } },
      hostedTools: { web_search: {}, mcp: [] },
    };
    assert.deepEqual(checkSettings(settings), settings);
    assert.deepEqual(parseSettings(JSON.stringify(settings)), settings);
  });

  it('leave out what is not known', () => {
    assert.deepEqual(checkSettings({ parameters: { magic: 1 }, more: true }), noSettings);
  });

  it('that cannot be read count as none', () => {
    for (const json of ['', '{', '{}', '[]', '{"parameters":{"temperature":9}}']) {
      assert.deepEqual(parseSettings(json), noSettings, json);
    }
  });

  const refused: [unknown, RegExp][] = [
    [{ parameters: { temperature: 1, top_p: 1 } }, /temperature or top_p, not both/],
    [{ parameters: { temperature: 2.5 } }, /parameters\.temperature/],
    [{ parameters: { n: 0 } }, /parameters\.n/],
    [{ parameters: { stop: ['a', 'b', 'c', 'd', 'e'] } }, /parameters\.stop/],
    [{ parameters: { logit_bias: { word: 1 } } }, /parameters\.logit_bias/],
    [{ parameters: { logit_bias: { '1': 101 } } }, /parameters\.logit_bias/],
    [{ hostedTools: { file_search: { vector_store_ids: [] } } }, /File search needs a vector store/],
    [{ hostedTools: { web_search: { allowed_domains: ['https://example.com'] } } }, /written as example\.com/],
    [{ hostedTools: { mcp: [{ server_label: 'a', server_url: 'http://example.com' }] } }, /begins with https/],
    [{ hostedTools: { mcp: [{ server_label: 'a b', server_url: 'https://example.com' }] } }, /label/],
  ];
  for (const [value, why] of refused) {
    it(`refuse ${JSON.stringify(value)}`, () => {
      assert.throws(() => checkSettings(value), why);
    });
  }

  it('an MCP server asks before each call unless the user says otherwise', () => {
    const { hostedTools } = checkSettings({
      hostedTools: { mcp: [{ server_label: 'docs', server_url: 'https://example.com/mcp' }] },
    });
    assert.equal(hostedTools.mcp?.[0]?.require_approval, 'always');
  });
});
