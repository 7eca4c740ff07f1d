// Bundles the extension and the webview into dist/, and the integration tests into out/integration/.
//   node scripts/build.mjs [--watch] [--minify]
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, context } from 'esbuild';
import { writeEndpoints } from './endpoints.mjs';
import { files, isMain, root } from './files.mjs';
import { Problem, main } from './steps.mjs';
import { writeVocabulary } from './vocabulary.mjs';

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

/** zod brings its messages in fifty languages; ours are English. */
const inEnglishAlone = {
  name: 'in-english-alone',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

const keepDynamicImports = {
  name: 'keep-dynamic-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  loader: { '.md': 'text' },
};

const extension = ({ minify, outdir }) => ({
  ...common,
  entryPoints: ['src/extension.ts'],
  outdir,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  // The UMD builds of some packages hide what they require.
  mainFields: ['module', 'main'],
  target: 'node22',
  external: ['vscode'],
  banner: { js: requireBanner },
  // undici's own switch: leaves its experimental second parser out.
  define: { esbuildDetection: 'true' },
  plugins: [withoutPlainParser, inEnglishAlone],
  minify,
  sourcemap: !minify,
});

/** `import css from './x.css?text'`: the stylesheet with all that it imports, for a shadow root. */
const styleAsText = (minify) => ({
  name: 'style-as-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.css\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?text'.length)),
      namespace: 'style-as-text',
    }));
    onLoad({ filter: /./, namespace: 'style-as-text' }, async ({ path }) => {
      const { metafile, outputFiles } = await bundle({ ...common, entryPoints: [path], minify, write: false });
      const watchFiles = Object.keys(metafile.inputs).map((file) => join(root, file));
      return { contents: outputFiles[0].text, loader: 'text', watchFiles };
    });
  },
});

/** What runs in a browser: the name of each script and stylesheet, and where it begins. */
const pages = {
  main: 'src/webview/main.tsx',
  notebook: 'src/webview/notebook/main.tsx',
  player: 'src/webview/player/main.tsx',
  requests: 'src/webview/requests/main.tsx',
};

const webview = ({ minify, outdir }) => ({
  ...common,
  entryPoints: Object.entries(pages).map(([out, file]) => ({ in: file, out })),
  outdir: `${outdir}/webview`,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: '[name]',
  platform: 'browser',
  target: 'chrome138',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { ...common.loader, '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': minify ? '"production"' : '"development"' },
  plugins: [styleAsText(minify)],
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
  mainFields: ['module', 'main'],
  target: 'node22',
  external: ['vscode', 'mocha'],
  define: { esbuildDetection: 'true' },
  sourcemap: 'inline',
});

const products = { extension, webview };

/**
 * Bundles the product or parts of it into `outdir`. `minify` is for release, and writes no source maps. Answers with the
 * files that went in and, by path, the sizes of those that came out.
 */
export async function buildProduct({ minify = false, outdir = 'dist', parts = Object.keys(products) } = {}) {
  const built = await Promise.all(
    parts.map(async (part) => {
      const { metafile } = await bundle(products[part]({ minify, outdir }));
      const inputs = Object.keys(metafile.inputs);
      if (part !== 'extension') return { inputs, outputs: metafile.outputs };
      const joined = await joinActivation({ minify, outdir });
      const data = [...(await writeEndpoints(outdir)), ...(await writeVocabulary(outdir))];
      return { inputs: [...inputs, ...data], outputs: { ...metafile.outputs, ...joined } };
    }),
  );
  return {
    inputs: built.flatMap(({ inputs }) => inputs),
    outputs: Object.assign({}, ...built.map(({ outputs }) => outputs)),
  };
}

/**
 * Puts what extension.js imports at once into extension.js itself: each file more costs VS Code a millisecond or two as it
 * activates. What is loaded later has its own copy of these modules, so they must hold no state.
 */
async function joinActivation({ minify, outdir }) {
  const file = `${outdir}/extension.js`;
  const { metafile } = await bundle({
    ...extension({ minify, outdir }),
    entryPoints: [file],
    splitting: false,
    allowOverwrite: true,
    banner: {},
    plugins: [keepDynamicImports],
  });
  return { ...metafile.outputs, [file]: { ...metafile.outputs[file], entryPoint: 'src/extension.ts' } };
}

/** Bundles the given integration tests (all, when none are given) and answers with the bundles' names. */
export async function buildIntegrationTests(tests = files('test/integration', '.test.ts')) {
  await bundle(integration(tests));
  return tests.map((file) => basename(file, '.ts') + '.cjs');
}

/** What a module with this text becomes in a release: one file, with all that it imports. */
export async function bundleForRelease(contents) {
  const { outputFiles } = await bundle({
    ...extension({ minify: true, outdir: 'out' }),
    entryPoints: [],
    splitting: false,
    stdin: { contents, resolveDir: root },
    write: false,
  });
  return outputFiles[0].contents;
}

/** Bundles modules of test/support for the Node that runs this, and answers with their URLs. */
export async function bundleSupport(names) {
  await bundle({
    ...common,
    entryPoints: names.map((name) => `test/support/${name}.ts`),
    outdir: 'out/support',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
  return names.map((name) => pathToFileURL(join(root, 'out', 'support', `${name}.mjs`)).href);
}

/** esbuild prints what is wrong before it rejects. */
const bundle = (options) =>
  build(options).catch(() => {
    throw new Problem('The build failed.');
  });

async function watch() {
  await Promise.all([writeEndpoints('dist'), writeVocabulary('dist')]);
  for (const options of Object.values(products)) {
    await (await context({ ...options({ minify: false, outdir: 'dist' }), logLevel: 'info' })).watch();
  }
}

if (isMain(import.meta.url)) {
  const minify = process.argv.includes('--minify');
  await main(() => (process.argv.includes('--watch') ? watch() : buildProduct({ minify })));
}
