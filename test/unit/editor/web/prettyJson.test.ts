import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prettyJson } from '../../../../src/editor/web/prettyJson.ts';

test('JSON gets lines, and what is none stays', () => {
  assert.equal(prettyJson('{"a":[1,2]}'), '{\n  "a": [\n    1,\n    2\n  ]\n}');
  assert.equal(prettyJson('{"a":'), '{"a":');
});

test('what is nested to fill the memory stays as it is', () => {
  const deep = `${'['.repeat(4000)}${'0,'.repeat(200_000)}0${']'.repeat(4000)}`;
  assert.equal(prettyJson(deep), deep);
  const deeper = `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`;
  assert.equal(prettyJson(deeper), deeper);
  assert.match(prettyJson(`[${'{"a":1},'.repeat(300_000)}0]`), /^\[\n {2}\{\n/, 'large data is no such thing');
});
