import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * Called by VS Code in the extension host. Runs the bundled test file that TEST_FILE names, beside this one, or all of
 * TEST_FILES; TEST_GREP picks tests by name; TEST_RESULTS is where the counts go.
 */
export async function run(): Promise<void> {
  const { TEST_FILE, TEST_FILES, TEST_GREP, TEST_RESULTS } = process.env;
  const mocha = new Mocha({ ui: 'bdd', timeout: 90_000, color: false, ...(TEST_GREP && { grep: TEST_GREP }) });
  // The mark lets the runner tell this report from all else that is logged.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(`[mocha] ${line}`);
  };
  for (const file of (TEST_FILE ?? TEST_FILES ?? '').split(',')) mocha.addFile(join(__dirname, file));
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const running = mocha.run(() => resolve(running));
  });
  const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 0, pending: 0 };
  if (TEST_RESULTS) writeFileSync(TEST_RESULTS, JSON.stringify({ stats: { passes, failures, pending } }));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
