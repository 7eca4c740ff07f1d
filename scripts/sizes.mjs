// Prints the sizes of the release bundles and fails where one is over its limit.
import { join } from 'node:path';
import { isMain } from './files.mjs';
import { installPackages } from './setup.mjs';
import { Problem, main } from './steps.mjs';

/** [what, the largest size in bytes, the outputs' entry points; what they load at once counts along]. */
const limits = [
  ['activation: what is loaded before anything is used', 20_000, 'src/extension.ts'],
  ['webview: what is loaded before the first paint', 300_000, 'src/webview/main.tsx'],
  ['results of a notebook: what is loaded before the first one', 120_000, 'src/webview/notebook/main.tsx'],
  ['the panel Requests: what is loaded before the first paint', 60_000, 'src/webview/requests/main.tsx'],
];

/** The bytes of an entry point's bundle with all the chunks that it imports statically. */
export function bytesOf(outputs, entryPoint) {
  const [entry] = Object.entries(outputs).find(([, output]) => output.entryPoint === entryPoint) ?? [];
  if (!entry) throw new Problem(`There is no bundle of ${entryPoint}.`);
  const loaded = new Set();
  const load = (path) => {
    if (loaded.has(path) || !outputs[path]) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') load(next);
  };
  load(entry);
  return [...loaded].reduce((sum, path) => sum + outputs[path].bytes, 0);
}

/** Builds for release into a folder of its own and answers with esbuild's account of it. */
async function releaseOutputs() {
  const { buildProduct } = await import('./build.mjs');
  const { outputs } = await buildProduct({ minify: true, outdir: join('out', 'sizes') });
  return outputs;
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await installPackages();
    const outputs = await releaseOutputs();
    const tooLarge = limits.filter(([what, limit, entryPoint]) => {
      const bytes = bytesOf(outputs, entryPoint);
      console.log(`${what}: ${bytes} bytes, ${limit} allowed`);
      return bytes > limit;
    });
    if (tooLarge.length > 0) throw new Problem(`Too large: ${tooLarge.map(([what]) => what).join('; ')}`);
  });
}
