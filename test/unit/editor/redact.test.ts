import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { redact } from '../../../src/editor/redact.ts';

describe('redact', () => {
  it('removes what looks like a key', () => {
    const headers = {
      authorization: 'Bearer abc.def-ghi',
      'api-key': 'azure0123',
      'proxy-authorization': 'Basic dXNlcg==',
    };
    const clean = redact(`sk-proj-abcdef123456 ${inspect(headers)} http://user:pass@proxy:8080/`, []);
    for (const secret of ['abcdef123456', 'abc.def', 'azure0123', 'dXNlcg', 'pass']) {
      assert.ok(!clean.includes(secret), `${secret} in ${clean}`);
    }
    assert.match(clean, /^sk-… /);
    assert.match(clean, /http:\/\/…@proxy:8080\//);
  });

  it('removes known secrets of any form', () => {
    assert.equal(redact('a my+key b my%2Bkey c', ['my+key']), 'a … b … c');
  });

  it('leaves all else as it is', () => {
    const text = 'GET https://api.openai.com/v1/models failed: 401 invalid_api_key (request req_1), task-123456789';
    assert.equal(redact(text, []), text);
    const prose = 'Visual Basic programs, basic understanding. Basic auth { apiKey: string }, the bearer of bad news.';
    assert.equal(redact(prose, []), prose);
  });
});
