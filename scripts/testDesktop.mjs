// Runs the integration tests in desktop VS Code, which @vscode/test-electron downloads.  npm run test:desktop
import { join } from 'node:path';
import { root } from './files.mjs';
import { installPackages } from './setup.mjs';
import { Problem, main } from './steps.mjs';

await main(async () => {
  await installPackages();
  const { buildIntegrationTests, buildProduct, bundleSupport } = await import('./build.mjs');
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  await buildProduct();
  const bundles = await buildIntegrationTests();
  const executable = await downloadAndUnzipVSCode('stable').catch((error) => {
    throw new Problem(
      `Desktop VS Code could not be downloaded: ${error.message}\nIt comes from update.code.visualstudio.com. Where that is out of reach, "npm test" runs the same tests in the VS Code that comes from npm.`,
    );
  });
  const [support, server, companions] = await Promise.all(
    (await bundleSupport(['workspace', 'openaiServer', 'companions'])).map((url) => import(url)),
  );
  const openai = await server.startOpenAIServer();
  let failed = 0;
  for (const bundle of bundles) {
    const sample = support.copySample();
    const untrusted = /untrusted/i.test(bundle);
    const opened = /multiRoot/i.test(bundle) ? support.addSecondFolder(sample.folder) : sample.folder;
    try {
      await runTests({
        vscodeExecutablePath: executable,
        extensionDevelopmentPath: [root, ...companions.companionsOf(bundle)],
        extensionTestsPath: join(root, 'out', 'integration', 'index.cjs'),
        extensionTestsEnv: { TEST_FILE: bundle, TEST_WORKSPACE: sample.folder, TEST_OPENAI_URL: openai.url },
        launchArgs: [opened, '--disable-extensions', ...(untrusted ? [] : ['--disable-workspace-trust'])],
      });
    } catch (error) {
      console.error(`${bundle}: ${error.message}`);
      failed++;
    }
    sample.remove();
  }
  await openai.close();
  console.log(`\n${bundles.length - failed} files passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
});
