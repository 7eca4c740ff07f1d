import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConversationStore } from '../../../src/store/conversationStore.ts';
import { KeptView } from '../../../src/ui/keptView.ts';

const place = { conversationId: 'c1', itemId: 'a1', offsetPx: -12 };

describe('what a chat view keeps', () => {
  it('begins empty, and is what was kept last, part by part', async () => {
    const { views } = await openConversationStore(':memory:');
    const first = new KeptView('one', () => Promise.resolve(views));
    assert.deepEqual(await first.state(), { text: '', attachments: [], place: null, conversationId: null });
    await Promise.all([first.keep({ text: 'half', place }), first.keep({ conversationId: 'c1' })]);
    await first.keep({ text: 'half a thought' });
    const kept = { text: 'half a thought', attachments: [], place, conversationId: 'c1' };
    assert.deepEqual(await first.state(), kept);
    const next = () => new KeptView('one', () => Promise.resolve(views));
    assert.deepEqual(await next().state(), kept);
    await next().keep({ place: null });
    assert.equal((await next().state()).place, null);
    await next().forget();
    assert.equal((await next().state()).text, '');
  });

  it('writes what is large when it changes, not with every letter', async () => {
    const { views } = await openConversationStore(':memory:');
    const written: string[] = [];
    const put = views.put.bind(views);
    views.put = (id, part, json) => {
      written.push(part);
      put(id, part, json);
    };
    const view = new KeptView('one', () => Promise.resolve(views));
    const attachments = [{ kind: 'image', label: 'big.png', mediaType: 'image/png', data: 'A'.repeat(1e6) }] as const;
    await view.keep({ text: 'a', attachments });
    await view.keep({ text: 'ab' });
    await view.keep({ text: 'ab', conversationId: 'c1' });
    assert.deepEqual(written, ['text', 'attachments', 'text', 'conversationId']);
  });

  it('gives what could not be stored to the next page of the view, and says what is wrong', async () => {
    const { views } = await openConversationStore(':memory:');
    views.put = () => {
      throw new Error('The disk is full.');
    };
    const view = new KeptView('one', () => Promise.resolve(views));
    await assert.rejects(view.keep({ text: 'half' }), /^Error: The disk is full\.$/);
    assert.equal((await view.state()).text, 'half');
  });
});
