// Data that the extension reads at first use: compressed, as src/agent/readShipped.ts takes it.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { root } from './files.mjs';

/** What a file below the project's folder holds; where there is none, it is made and kept there for the next build. */
export async function readOrMake(path, make) {
  const file = join(root, path);
  return readFile(file).catch(async (error) => {
    if (error.code !== 'ENOENT') throw error;
    const bytes = Buffer.from(await make());
    await mkdir(dirname(file), { recursive: true });
    // Others may read it at the same time.
    await writeFile(`${file}.${process.pid}`, bytes);
    await rename(`${file}.${process.pid}`, file);
    return bytes;
  });
}

/** Writes a file of the product. */
export async function writeShipped(outdir, name, bytes) {
  await mkdir(join(root, outdir), { recursive: true });
  await writeFile(join(root, outdir, name), bytes);
}

export function compress(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return promisify(brotliCompress)(bytes, { params });
}
