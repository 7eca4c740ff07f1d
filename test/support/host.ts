import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The installed VS Code, Node and browser: absolute paths. */
export interface Host {
  node: string;
  serverMain: string;
  chromium: string;
  /** Set where the browser is the one from npm, which brings its own libraries and fonts. */
  libs?: string;
  fontsConf?: string;
  vscodeVersion: string;
  commit: string;
}

/** What `scripts/setup.mjs` installed. */
export function findHost(): Host {
  const file = join(resolve(root, process.env.PARLEY_HOST_DIR ?? '.host'), 'host.json');
  if (!existsSync(file)) throw new Error(`There is no VS Code in ${file}. Run: node scripts/setup.mjs`);
  return JSON.parse(readFileSync(file, 'utf8')) as Host;
}
