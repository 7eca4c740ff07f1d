import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EndpointTable } from './endpoints.ts';

let table: Promise<EndpointTable> | undefined;

/** The table of endpoints that the build wrote into `dist/endpoints.json`, read once. */
export function loadEndpoints(): Promise<EndpointTable> {
  return (table ??= readTable());
}

async function readTable(): Promise<EndpointTable> {
  // This is bundled into dist/ itself or into dist/chunks/.
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = [here, dirname(here)];
  for (const folder of folders) {
    try {
      return JSON.parse(await readFile(join(folder, 'endpoints.json'), 'utf8')) as EndpointTable;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`There is no endpoints.json in ${folders.join(' or ')}: build the extension again.`);
}
