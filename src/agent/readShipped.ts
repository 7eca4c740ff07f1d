import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** What a file holds that the build compressed into `dist`. Throws an Error that says how to get it where it is missing. */
export async function readShipped(name: string): Promise<Buffer> {
  // This is bundled into dist/ itself or into dist/chunks/.
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = [here, dirname(here)];
  for (const folder of folders) {
    try {
      return await promisify(brotliDecompress)(await readFile(join(folder, name)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`There is no ${name} in ${folders.join(' or ')}: build the extension again.`);
}
