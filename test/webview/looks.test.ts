import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Item } from '../../src/agent/transcript.ts';
import { launchBrowser } from '../support/chromium.ts';
import { ChatPage } from './chatPage.ts';
import type { Theme } from './themes.ts';
import { answer, at, result, snapshot, toolCall } from './samples.ts';

const markdown = `Here is a **stable** sort that takes a \`key\` function, and why it works.

## The function

\`\`\`typescript
/** Sorts a copy by what \`key\` answers. */
export function sortBy<T>(items: readonly T[], key: (item: T) => number): T[] {
  const limit = 1_000;
  if (items.length > limit) console.warn('slow', items.length);
  return items.toSorted((a, b) => key(a) - key(b));
}
\`\`\`

It costs $O(n \\log n)$ comparisons:

$$T(n) = 2\\,T\\!\\left(\\frac{n}{2}\\right) + n$$

| Method | In place | Stable |
|---|:---:|---:|
| \`sort\` | yes | yes |
| \`toSorted\` | no | yes |

- [x] keeps the input
- [ ] takes a comparator

1. Run the tests:
   \`\`\`bash
   npm test
   \`\`\`
2. See [the documentation](https://developer.mozilla.org/) for more.

> A sort is stable when equal items keep their order.
`;

const conversation: readonly Item[] = [
  {
    type: 'user',
    id: 'u1',
    at,
    text: 'Write a sort by key.',
    attachments: [
      {
        kind: 'selection',
        label: 'sort.ts:3–9',
        uri: 'file:///w/sort.ts',
        languageId: 'typescript',
        startLine: 3,
        endLine: 9,
        text: 'x',
      },
    ],
  },
  { type: 'reasoning', id: 'g1', at, text: 'Thinking about **sorting**.', status: 'complete', durationMs: 3100 },
  toolCall({ name: 'read_file', title: 'Read src/sort.ts, lines 1–40', durationMs: 120, output: '1: x' }),
  answer(markdown),
  result({
    usage: { inputTokens: 12_345, cachedTokens: 8000, outputTokens: 678, reasoningTokens: 120, costUsd: 0.0231 },
  }),
];

const themes: readonly Theme[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

describe('looks', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of themes) {
    it(`shows a conversation in ${theme}`, async () => {
      await using chat = await ChatPage.open(browser, { theme, snapshot: snapshot(conversation), height: 900 });
      const { page } = chat;
      await page.locator('.hljs-keyword').first().waitFor();
      await page.locator('math').nth(1).waitFor();
      await chat.screenshot(`conversation-${theme}-end`);
      await page.locator('.log').evaluate((log) => log.scrollTo(0, 0));
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      await chat.screenshot(`conversation-${theme}`);
      const colors = await page.evaluate(() =>
        ['.hljs-keyword', '.hljs-string', '.hljs-number', '.codeBlock code'].map((selector) => {
          const element = document.querySelector(selector);
          return element ? getComputedStyle(element).color : '';
        }),
      );
      assert.equal(new Set(colors).size, 4, `code is coloured: ${colors.join(' ')}`);
      assert.deepEqual(chat.problems, []);
    });
  }
});
