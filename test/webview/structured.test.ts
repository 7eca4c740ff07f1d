import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseJson } from '../../src/webview/render/structured.ts';

it('takes for a tree what can be folded and written again', () => {
  assert.deepEqual(parseJson(' {"a": [1, {"b": "]["}]}\n'), { a: [1, { b: '][' }] });
  for (const text of ['{"a": 1} and so on', '"text"', '{', '']) assert.equal(parseJson(text), undefined);
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  assert.ok(parseJson(nested(200)));
  assert.equal(parseJson(nested(100_000)), undefined, 'the stack would end as it is drawn');
});
