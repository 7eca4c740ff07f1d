import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusLines, statusText, type CompletionStatus } from '../../../../src/ui/inlineCompletions/statusText.ts';

const status = (more: Partial<CompletionStatus> = {}): CompletionStatus => ({
  recent: { costUsd: 0.05, requests: 1200, unpriced: 0 },
  hourlyBudgetUsd: 0.2,
  priceNote: '',
  fromCache: 0,
  ...more,
});

describe('what the status bar says of inline completions', () => {
  it('is what is left of the budget, and behind it what the hour has cost', () => {
    assert.equal(statusText(status()), '$(sparkle) $0.15 left');
    assert.deepEqual(statusLines(status({ model: 'gpt-4.1-nano', fromCache: 7 })), [
      'The last hour: $0.0500 for 1,200 requests.',
      'Its budget: $0.20.',
      'Answered 7 times without a request.',
      'Model: gpt-4.1-nano',
    ]);
  });

  it('is the cost where there is no budget, and no more than is known', () => {
    const none = status({ hourlyBudgetUsd: 0, recent: { costUsd: 0, requests: 1, unpriced: 1 } });
    assert.equal(statusText(none), '$(sparkle) $0.00 in the last hour');
    assert.deepEqual(statusLines(none), [
      'The last hour: $0.00 for 1 request, none of them with a known price.',
      'It has no budget.',
    ]);
    const some = status({ recent: { costUsd: 0.05, requests: 3, unpriced: 1 }, priceNote: " at OpenAI's list price" });
    assert.equal(
      statusLines(some)[0],
      "The last hour: $0.0500 at OpenAI's list price for 3 requests, 2 of them with a known price.",
    );
  });

  it('says that the budget is used up, and when there is some again', () => {
    const spent = status({ recent: { costUsd: 0.2, requests: 9, unpriced: 0 }, againAt: '10:45' });
    assert.equal(statusText(spent), '$(debug-pause) $0.00 left');
    assert.equal(statusLines(spent)[0], "The hour's budget of $0.20 is used up. Completions pause until 10:45.");
  });

  it('says what failed and when it goes on', () => {
    const failed = status({ failure: { title: 'Too many requests', text: 'Status 429.', againAt: '10:45' } });
    assert.equal(statusText(failed), '$(warning) $0.15 left');
    assert.equal(statusLines(failed)[0], 'Too many requests. Status 429. Next try at 10:45.');
    const over = status({ fromCache: 1, failure: { title: '', text: 'Status 429.' } });
    assert.equal(statusLines(over)[0], 'Status 429. Next try as you type.');
    assert.ok(statusLines(over).includes('Answered once without a request.'));
  });
});
