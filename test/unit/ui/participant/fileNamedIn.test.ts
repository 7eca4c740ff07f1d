import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileNamedIn } from '../../../../src/ui/participant/fileNamedIn.ts';

const fence = '```ts\nimport { a } from "./other.ts";\n```';

describe('the file that an answer names', () => {
  for (const [answer, expected] of [
    [`test/orders.test.ts\n\n${fence}`, 'test/orders.test.ts'],
    [`Put this in \`test/orders.test.ts\`:\n\n${fence}`, 'test/orders.test.ts'],
    [`**src/__tests__/orders.test.tsx**\n${fence}`, 'src/__tests__/orders.test.tsx'],
    [`The tests for src/orders.ts:\n\nsrc/orders.test.ts\n${fence}`, 'src/orders.test.ts'],
    [`${fence}\n\nSave it as tests/test_orders.py.`, 'tests/test_orders.py'],
    [`Some tests, e.g. of sums. Uses Node 22.4.\n${fence}`, undefined],
    [fence, undefined],
    [`Windows: src\\orders.test.ts\n~~~ts\ncode\n~~~`, 'src\\orders.test.ts'],
    ['No code, but orders.test.ts is named.', 'orders.test.ts'],
    ['', undefined],
  ] as const) {
    it(`is ${String(expected)} in ${JSON.stringify(answer.slice(0, 40))}`, () => {
      assert.equal(fileNamedIn(answer), expected);
    });
  }

  it('is found in time in a long line', () => {
    assert.equal(fileNamedIn(`${'a.'.repeat(100_000)}\n${'/a'.repeat(100_000)}\n${fence}`), undefined);
  });
});
