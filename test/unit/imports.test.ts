import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

void test('no module of src needs itself by way of others', async () => {
  const { output } = await cruise(['src'], {
    baseDir: fileURLToPath(new URL('../..', import.meta.url)),
    includeOnly: '^src',
    tsPreCompilationDeps: true,
    validate: true,
    ruleSet: { forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }] },
  });
  assert.ok(typeof output === 'object');
  assert.ok(output.modules.length > 100);
  assert.deepEqual(
    output.summary.violations.map(({ from, cycle }) => [from, ...(cycle ?? []).map(({ name }) => name)].join(' → ')),
    [],
  );
});
