// Runs the tests.  npm test -- [unit | webview | integration | e2e | FILE ...] [--grep TEXT] [--no-build]
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { files, root } from './files.mjs';
import { Problem, main } from './steps.mjs';
import { rerunUnder, setup } from './setup.mjs';

/** How each suite runs, and which parts of the product it runs on. */
const suites = {
  unit: { runTests: runNodeTests, parts: [] },
  webview: { runTests: runNodeTests, parts: ['webview'] },
  integration: { runTests: runIntegration, parts: ['extension', 'webview'] },
  e2e: { runTests: runNodeTests, parts: ['extension', 'webview'] },
};

await main(async () => {
  if (await rerunUnder(await setup())) return;

  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string' }, 'no-build': { type: 'boolean' } },
    allowPositionals: true,
  });
  const selected = selectTests(positionals);
  const { buildProduct } = await import('./build.mjs');
  const parts = new Set(Object.keys(selected).flatMap((suite) => suites[suite].parts));
  if (!values['no-build']) await buildProduct({ parts: [...parts] });
  const { startOpenAIServer } = await support('openaiServer.ts');
  const openai = await startOpenAIServer();
  process.env.TEST_OPENAI_URL = openai.url;
  const total = { passed: 0, failed: 0 };
  for (const [suite, tests] of Object.entries(selected)) {
    const start = performance.now();
    console.log(`\n${suite}: ${tests.length} files`);
    const { passed, failed } = await suites[suite].runTests(tests, { suite, grep: values.grep });
    const nothingRan = passed + failed === 0 && values.grep === undefined;
    if (nothingRan) console.log(`${suite}: no test ran`);
    total.passed += passed;
    total.failed += nothingRan ? 1 : failed;
    console.log(`${suite}: ${passed} passed, ${failed} failed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  await openai.close();
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
});

function support(name) {
  return import(pathToFileURL(join(root, 'test', 'support', name)).href);
}

/** The files to run, by suite: all, or those of the named suites, or the named ones. */
function selectTests(names) {
  const selected = {};
  for (const name of names.length > 0 ? names : Object.keys(suites)) {
    const suite = name in suites ? name : /test\/(\w+)\//.exec(name)?.[1];
    if (!(suite in suites))
      throw new Problem(`"${name}" is neither a suite (${Object.keys(suites).join(', ')}) nor a test file.`);
    const tests = name === suite ? files(`test/${suite}`, '.test.ts') : [name];
    selected[suite] = [...(selected[suite] ?? []), ...tests];
  }
  return selected;
}

/** Runs files under node:test, each in a process of its own. A skipped test counts as failed. */
async function runNodeTests(tests, { suite, grep }) {
  const [{ run }, { spec }] = await Promise.all([import('node:test'), import('node:test/reporters')]);
  const stream = run({
    files: tests.map((file) => join(root, file)),
    cwd: root,
    // Windows share the processor badly.
    concurrency: suite === 'unit',
    ...(grep !== undefined && { testNamePatterns: [grep] }),
  });
  const counts = { passed: 0, failed: 0 };
  stream.on('test:summary', ({ file, counts: { passed, tests } }) => {
    if (file === undefined) Object.assign(counts, { passed, failed: tests - passed });
  });
  for await (const text of stream.compose(spec)) process.stdout.write(text);
  return counts;
}

/** Runs files under Mocha in the extension host, each in a VS Code of its own. */
async function runIntegration(tests, { grep }) {
  const { buildIntegrationTests } = await import('./build.mjs');
  const [{ launchBrowser }, { runExtensionTests }] = await Promise.all([
    support('chromium.ts'),
    support('extensionTests.ts'),
  ]);
  const bundles = await buildIntegrationTests(tests);
  const browser = await launchBrowser();
  const counts = { passed: 0, failed: 0 };
  for (const bundle of bundles) {
    console.log(`\n${bundle}`);
    const { passed, failed } = await runExtensionTests(browser, bundle, { grep });
    counts.passed += passed;
    counts.failed += failed;
  }
  await browser.close();
  return counts;
}
