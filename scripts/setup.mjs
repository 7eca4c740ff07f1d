// Gets everything the other scripts need: the packages of the lock file and, in .host/, VS Code and a browser.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { installHost } from '../test/support/host/install.mjs';
import { isMain, root } from './files.mjs';
import { main, npm, step } from './steps.mjs';

/** Where the host lives. PARLEY_HOST_DIR lets several checkouts share one. */
export const hostDirectory = resolve(root, process.env.PARLEY_HOST_DIR ?? '.host');

/** Installs what is missing: nothing, the second time. Answers with host.json. */
export async function setup() {
  await installPackages();
  return installHost(hostDirectory);
}

/** Installs the packages of the lock file unless they are there in these versions. */
export async function installPackages() {
  if (packagesAreInstalled()) return;
  console.log('Installing packages');
  await step('packages', () => npm(['ci'], root).then(() => {}));
}

/**
 * Runs this very script again under the host's Node 24, which is then also first on the path of all it starts. False
 * when it runs under that already.
 */
export async function rerunUnder({ node }) {
  if (process.execPath === node) return false;
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
  });
  // Ctrl+C reaches both; this one waits for the other to clean up.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill());
  process.exitCode = await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  return true;
}

function packagesAreInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = read(installedFile);
  return Object.entries(read(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

if (isMain(import.meta.url)) await main(setup);
