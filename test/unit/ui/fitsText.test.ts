import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsText } from '../../../src/ui/fitsText.ts';

test('an item fits what was typed where its letters come in this order', () => {
  const item = { label: 'gpt-4.1-mini', description: '1048k context' };
  for (const typed of ['', 'gpt-4.1-mini', 'GPT mini', 'g4m', '1048k']) assert.ok(fitsText(item, typed), typed);
  for (const typed of ['gpt-5', 'mini 4.1', 'gpt-4.1-mini-2']) assert.ok(!fitsText(item, typed), typed);
  assert.ok(fitsText({ label: 'Use “x”', alwaysShow: true }, 'anything'));
});
