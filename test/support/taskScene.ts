import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './host.ts';

const sample = (name: string): string => readFileSync(join(root, 'samples', 'orders', name), 'utf8');

/** While this file is in the workspace, its tests wait. */
export const holdFile = 'shop.closed';

const tests = `import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { orderTotal } from './orders.ts';

test('nothing costs nothing', () => {
  assert.equal(orderTotal({ id: 'empty', lines: [] }), 0);
});

test('the shop is open', async () => {
  while (existsSync('${holdFile}')) await sleep(50);
});

test('ten or more are cheaper', () => {
  assert.equal(orderTotal({ id: 'ten', lines: [{ product: 'cup', quantity: 10, price: 100 }] }), 900);
});
`;

/** What makes of the sample a project with a test that fails: it takes ten for too few. */
export const taskFiles: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'orders',
    private: true,
    type: 'module',
    // The Node of the tests: it runs TypeScript as it is.
    scripts: { test: `"${process.execPath}" --test --test-reporter=spec` },
  }),
  'tsconfig.json': sample('tsconfig.json').replace(
    '"noEmit": true',
    '"noEmit": true, "allowImportingTsExtensions": true',
  ),
  'src/orders.ts': sample('src/orders.ts').replace('line.quantity >= 10', 'line.quantity > 10'),
  'src/orders.test.ts': tests,
  [holdFile]: '',
  // npm would ask its registry whether there is a newer one.
  '.npmrc': 'update-notifier=false\n',
};

const steps = ['Run the tests', 'Rename orderTotal to totalOf', 'Make the test pass', 'Run the tests again'];
const plan = (done: number) => ({
  name: 'todo',
  args: { items: steps.map((text, at) => ({ text, state: at < done ? 'done' : at === done ? 'doing' : 'open' })) },
});
const runTests = { name: 'run_tests', args: { directory: null, arguments: null } };

/** A small task, from the failing test to the one that passes. The third edit wants correcting, the second rejecting. */
export const taskReplies = [
  { calls: [plan(0), runTests] },
  {
    calls: [
      plan(1),
      { name: 'rename_symbol', args: { path: 'src/orders.ts', line: 15, symbol: 'orderTotal', newName: 'totalOf' } },
    ],
  },
  {
    calls: [
      plan(2),
      {
        name: 'multi_edit',
        args: {
          files: [
            {
              path: 'src/orders.ts',
              edits: [
                { oldText: 'line.quantity > 10', newText: 'line.quantity >= 10' },
                { oldText: 'total = total - 500', newText: 'total = total - 1000' },
                { oldText: '  if (total < 0) {', newText: '  // Check this.\n  if (total < 0) {' },
              ],
            },
            { path: 'src/report.ts', edits: [{ oldText: 'const items: string =', newText: 'const items =' }] },
          ],
        },
      },
    ],
  },
  { calls: [plan(3), runTests] },
  { calls: [plan(4)] },
  {
    text: '`orderTotal` is `totalOf` everywhere now. The test failed because the discount began at **more than** ten; it begins at ten, and all tests pass.',
  },
];
