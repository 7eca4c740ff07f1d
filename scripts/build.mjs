// Bundles the extension and the webview into dist/, and the integration tests into out/integration/.
//   node scripts/build.mjs [--watch] [--minify]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, context } from 'esbuild';
import { files, isMain, root } from './files.mjs';

/** Bundled CommonJS (undici) calls `require` for Node's own modules, and an ES module has none. */
const requireBanner =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/** undici carries its HTTP parser twice. Every Node that VS Code ships has SIMD, so the other copy stays out. */
const withoutPlainParser = {
  name: 'without-plain-parser',
  setup({ onLoad }) {
    onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]llhttp-wasm\.js$/ }, () => ({
      contents: "throw new Error('This runtime has no WebAssembly SIMD');",
    }));
  },
};

const common = { absWorkingDir: root, bundle: true, metafile: true, logLevel: 'warning', legalComments: 'none' };

const extension = ({ minify }) => ({
  ...common,
  entryPoints: ['src/extension.ts'],
  outdir: 'dist',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  banner: { js: requireBanner },
  // undici's own switch: leaves its experimental second parser out.
  define: { esbuildDetection: 'true' },
  plugins: [withoutPlainParser],
  minify,
  sourcemap: !minify,
});

const webview = ({ minify }) => ({
  ...common,
  entryPoints: ['src/webview/main.tsx'],
  outdir: 'dist/webview',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: '[name]',
  platform: 'browser',
  target: 'chrome138',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': minify ? '"production"' : '"development"' },
  minify,
  sourcemap: !minify,
});

const integration = (tests) => ({
  ...common,
  entryPoints: ['test/integration/index.ts', ...tests],
  outdir: 'out/integration',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  external: ['vscode', 'mocha'],
  define: { esbuildDetection: 'true' },
  sourcemap: 'inline',
});

/** Bundles the product. `minify` is for release: it starts from an empty dist/ and writes no source maps. */
export async function buildProduct({ minify = false } = {}) {
  if (minify) rmSync(join(root, 'dist'), { recursive: true, force: true });
  const results = await Promise.all([build(extension({ minify })), build(webview({ minify }))]);
  mkdirSync(join(root, 'out', 'meta'), { recursive: true });
  for (const [index, name] of ['extension', 'webview'].entries()) {
    writeFileSync(join(root, 'out', 'meta', `${name}.json`), JSON.stringify(results[index].metafile));
  }
}

/** Bundles the given integration tests (all, when none are given) and answers with the bundles' names. */
export async function buildIntegrationTests(tests = files('test/integration', '.test.ts')) {
  await build(integration(tests));
  return tests.map((file) => basename(file, '.ts') + '.cjs');
}

async function watch() {
  for (const options of [extension({ minify: false }), webview({ minify: false })]) {
    await (await context({ ...options, logLevel: 'info' })).watch();
  }
}

if (isMain(import.meta.url)) {
  const minify = process.argv.includes('--minify');
  // esbuild has printed what is wrong by the time it rejects.
  await (process.argv.includes('--watch') ? watch() : buildProduct({ minify })).catch(() => (process.exitCode = 1));
}
