// Which methods there are: all of ours are in the registry of calls, and all of the official SDK's are ours or left out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { createClient } from '../../../src/openai/client.ts';
import { apiCalls } from './calls/index.ts';
import { methodNames } from './calls/method.ts';

/** What of the official SDK is not ours, and why. */
const LEFT_OUT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^[^.]+$/, 'the official client itself; `get`, `post`, `delete` and `request` are ours'],
  [/^(admin|safety)\./, 'for administrators of an organization, with a key of their own'],
  [/^(evals|skills|videos|graders|decisions|contentProvenanceChecks|webhooks|live)\./, 'no part of the product'],
  [/^containers\.(\w+|files\.\w+)$/, 'containers come and go by themselves; what they made can be had'],
  [/^fineTuning\.(alpha|checkpoints)\./, 'no part of the product'],
  [/^beta\.(agents|chatkit|responses)\./, 'no part of the product'],
  [/^realtime\.translations\./, 'live translation: no part of the product'],
  [/^(responses|chat\.completions)\.stream$/, 'an event emitter over `create` with `stream: true`'],
  [/^chat\.completions\.runTools$/, 'the agent has a loop of its own'],
  [
    /^beta\.threads\.(createAndRunStream|runs\.(createAndStream|stream|submitToolOutputsStream))$/,
    'event emitters, as above',
  ],
];

/** What is ours alone, or no request over HTTP that the registry could hold. */
const NO_CALLS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^realtime\.connect$/, 'a websocket: realtime tests'],
  [/^request$/, 'answered with whatever comes: generic tests'],
];

const matches = (rules: readonly (readonly [RegExp, string])[], name: string) =>
  rules.some(([pattern]) => pattern.test(name));

const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;
const ours = methodNames(createClient({ apiKey: 'sk-test' }), isPlain);
const official = methodNames(new OpenAI({ apiKey: 'sk-test' }), (value) => '_client' in value);

test('every method has a call', () => {
  const called = new Set(apiCalls.map(({ method }) => method));
  assert.deepEqual(
    ours.filter((name) => !called.has(name) && !matches(NO_CALLS, name)),
    [],
  );
});

test('every call has a name of its own, and a method', () => {
  assert.deepEqual(
    apiCalls.map(({ method }) => method).filter((method) => !ours.includes(method)),
    [],
  );
  const titles = apiCalls.map(({ method, variant = '' }) => `${method}, ${variant}`);
  assert.equal(new Set(titles).size, titles.length);
});

test('every method of the official SDK is there, or left out for a reason', () => {
  assert.ok(official.length > 300);
  assert.deepEqual(
    official.filter((name) => !ours.includes(name) && !matches(LEFT_OUT, name)),
    [],
  );
});

test('what is left out exists', () => {
  for (const [pattern] of LEFT_OUT)
    assert.ok(
      official.some((name) => pattern.test(name) && !ours.includes(name)),
      String(pattern),
    );
});
