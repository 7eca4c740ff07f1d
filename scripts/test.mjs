// Runs the tests.  npm test -- [unit | webview | integration | e2e | FILE ...] [--grep TEXT] [--no-build] [--vsix]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { files, root } from './files.mjs';
import { Problem, main } from './steps.mjs';
import { rerunUnder, setup } from './setup.mjs';

/** A window waits most of the time: three at once keep two processors busy. */
const lanes = 3;

/** What VS Code itself and other extensions ask of the extension is tried on the packaged one, as users install it. */
const onPackage = /\/(languageModel\w*|inlineCompletions\w*|extensionApi|builtinChat|participant)\.test\.ts$/;

/** The packaged extension, made with its first use. */
let vsixFile;

/** How each suite runs, and which parts of the product it runs on. */
const suites = {
  unit: { runTests: runNodeTests, parts: [] },
  webview: { runTests: runWindowTests, parts: ['webview'] },
  integration: { runTests: runIntegration, parts: ['extension', 'webview'] },
  e2e: { runTests: runWindowTests, parts: ['extension', 'webview'] },
};

await main(async () => {
  if (await rerunUnder(await setup())) return;

  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string' }, 'no-build': { type: 'boolean' }, vsix: { type: 'boolean' } },
    allowPositionals: true,
  });
  const selected = selectTests(positionals);
  const { buildProduct } = await import('./build.mjs');
  const parts = new Set(Object.keys(selected).flatMap((suite) => suites[suite].parts));
  if (!values['no-build']) await buildProduct({ parts: [...parts] });
  // Each test file is a process of its own, and all read the same modules.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'out', 'compileCache');
  const { startOpenAIServer } = await support('openaiServer.ts');
  const openai = await startOpenAIServer();
  process.env.TEST_OPENAI_URL = openai.url;
  for (const folder of ['retried', 'failed']) rmSync(join(root, 'out', folder), { recursive: true, force: true });
  const total = { passed: 0, failed: 0 };
  for (const [suite, tests] of Object.entries(selected)) {
    const start = performance.now();
    console.log(`\n${suite}: ${tests.length} files`);
    const { passed, failed } = await runSuite(suite, tests, values);
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

/** With --vsix, all of it on the packaged extension. */
async function runSuite(suite, tests, { grep, vsix }) {
  const { runTests, parts } = suites[suite];
  const isOnPackage = (test) => parts.includes('extension') && (vsix || onPackage.test(test));
  const total = { passed: 0, failed: 0 };
  const ordinary = tests.filter((test) => !isOnPackage(test));
  if (ordinary.length > 0) add(total, await runTests(ordinary, { grep }));
  const packaged = tests.filter(isOnPackage);
  if (packaged.length > 0) {
    const { packageForTests } = await support('package.ts');
    process.env.TEST_VSIX = vsixFile ??= packageForTests();
    add(total, await runTests(packaged, { grep }));
    delete process.env.TEST_VSIX;
  }
  return total;
}

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

/** Runs files under node:test, each in a process of its own. */
async function runNodeTests(tests, { grep }) {
  const results = await nodeTests(tests, { grep, print: (text) => process.stdout.write(text) });
  const total = { passed: 0, failed: 0 };
  const again = [];
  for (const [test, counts] of results) {
    if (counts.failed > 0) again.push({ test, output: 'Its report stands above, among the others.\n' });
    else add(total, counts);
  }
  await secondTries(again, (file) => runNodeTest(file, { grep }), total);
  return total;
}

/** Runs files under node:test that each have a browser or a window of their own. */
function runWindowTests(tests, { grep }) {
  return inLanes(tests, (file) => runNodeTest(file, { grep }));
}

async function runNodeTest(file, { grep }) {
  const output = [];
  const results = await nodeTests([file], { grep, print: (text) => output.push(text) });
  return { ...results.get(file), output: output.join('') };
}

/** The numbers of each file; `print` takes the report as it is written. A skipped test counts as failed. */
async function nodeTests(tests, { grep, print }) {
  const [{ run }, { spec }] = await Promise.all([import('node:test'), import('node:test/reporters')]);
  const stream = run({
    files: tests.map((file) => join(root, file)),
    cwd: root,
    concurrency: availableParallelism(),
    ...(grep !== undefined && { testNamePatterns: [grep] }),
  });
  const results = new Map(tests.map((file) => [file, { passed: 0, failed: 0 }]));
  const resultOf = (file) => results.get(relative(root, file));
  stream.on('test:summary', ({ file, counts: { passed, tests } }) => {
    if (file !== undefined)
      Object.assign(resultOf(file), { passed, failed: Math.max(tests - passed, resultOf(file).failed) });
  });
  // A file that breaks off sums nothing up. A test that another file defines is in the sum of the one that ran it.
  stream.on('test:fail', ({ file }) => {
    const result = resultOf(file);
    if (result) result.failed ||= 1;
  });
  for await (const text of stream.compose(spec)) print(text);
  return results;
}

/** Runs files under Mocha in the extension host, each in a VS Code of its own. */
async function runIntegration(tests, { grep }) {
  const { buildIntegrationTests } = await import('./build.mjs');
  const [{ launchBrowser }, { runExtensionTests }] = await Promise.all([
    support('chromium.ts'),
    support('extensionTests.ts'),
  ]);
  const bundles = await buildIntegrationTests(tests);
  return inLanes(bundles, async (bundle) => {
    const lines = [`\n${bundle}`];
    // A browser each: all windows of one share a clipboard.
    const browser = await launchBrowser();
    try {
      const { passed, failed } = await runExtensionTests(browser, bundle, { grep, print: (line) => lines.push(line) });
      return { passed, failed, output: `${lines.join('\n')}\n` };
    } finally {
      await browser.close();
    }
  });
}

/** Runs what needs a window, some at a time. */
async function inLanes(tests, runOne) {
  const total = { passed: 0, failed: 0 };
  const waiting = [...tests];
  const again = [];
  const lane = async () => {
    for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) {
      const result = await attempt(() => runOne(test));
      if (result.failed > 0) again.push({ test, output: result.output });
      else {
        process.stdout.write(result.output);
        add(total, result);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await secondTries(again, runOne, total);
  return total;
}

/**
 * A busy machine may be too slow for a test: a file that failed gets one more try, alone, which decides. The report of
 * the first stays in out/retried, that of a second that failed too in out/failed.
 */
async function secondTries(again, runOne, total) {
  for (const { test, output } of again) {
    console.log(`\nSecond try of ${test}: the first is told in ${keepReport('retried', test, output)}`);
    const result = await attempt(() => runOne(test));
    process.stdout.write(result.output);
    if (result.failed > 0) keepReport('failed', test, result.output);
    add(total, result);
  }
}

function keepReport(folder, test, output) {
  const report = join('out', folder, `${test.replaceAll('/', '-')}.log`);
  mkdirSync(dirname(join(root, report)), { recursive: true });
  writeFileSync(join(root, report), output);
  return report;
}

function add(total, { passed, failed }) {
  total.passed += passed;
  total.failed += failed;
}

/** What did not come to an end, because no window opened, has failed. */
async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    return { passed: 0, failed: 1, output: `${error.stack}\n` };
  }
}
