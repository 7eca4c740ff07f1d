import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConversationModes } from '../../../../src/editor/policy/conversationModes.ts';
import { createMemory } from '../../../support/approvals.ts';

describe('ConversationModes', () => {
  it('keeps what was chosen for each conversation, over a restart', async () => {
    const memory = createMemory();
    const modes = new ConversationModes(memory, () => 'agent');
    const heard: unknown[] = [];
    const stop = modes.onDidChange((...change) => heard.push(change));
    await modes.set('one', 'ask');
    await modes.set('two', 'plan');
    stop();
    await modes.set('one', 'edit');
    assert.deepEqual(heard, [
      ['one', 'ask'],
      ['two', 'plan'],
    ]);
    const later = new ConversationModes(memory, () => 'ask');
    assert.deepEqual(
      ['one', 'two', 'three'].map((id) => later.get(id)),
      ['edit', 'plan', 'ask'],
    );
  });

  it('takes nothing from the storage that is no mode, and forgets the oldest of very many', async () => {
    const memory = createMemory();
    await memory.update('parley.conversationModes', [['one', 'everything'], 'two', ['three', 'ask']]);
    const modes = new ConversationModes(memory, () => 'edit');
    assert.deepEqual(
      ['one', 'two', 'three'].map((id) => modes.get(id)),
      ['edit', 'edit', 'ask'],
    );
    for (let i = 0; i < 600; i++) await modes.set(String(i), 'plan');
    const later = new ConversationModes(memory, () => 'agent');
    assert.deepEqual(
      ['three', '0', '599'].map((id) => later.get(id)),
      ['agent', 'agent', 'plan'],
    );
  });
});
