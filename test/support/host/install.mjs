// Installs a real VS Code, the Node it needs and a browser from npm packages only. Runs on plain Node 20.
// No package's install script runs, so no compiler and no system headers are needed.
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { Problem, npm, run, step } from '../../../scripts/steps.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const systemChromiums = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Makes sure that `directory` holds the pinned host and answers with the content of its host.json:
 * `{ node, serverMain, chromium, libs?, fontsConf?, vscodeVersion, commit, stamp }`, all paths absolute.
 */
export async function installHost(directory) {
  const hostFile = join(directory, 'host.json');
  const stamp = await readFile(join(here, 'package-lock.json'), 'utf8');
  const known = existsSync(hostFile) ? JSON.parse(await readFile(hostFile, 'utf8')) : undefined;
  if (known?.stamp === stamp && [known.node, known.serverMain, known.chromium].every(existsSync)) return known;

  console.log(`Installing VS Code and a browser into ${directory} (once, about 800 MB)`);
  await mkdir(directory, { recursive: true });
  await rm(hostFile, { force: true });
  for (const file of ['package.json', 'package-lock.json']) await copyFile(join(here, file), join(directory, file));
  await step('packages', () => npm(['ci', '--ignore-scripts'], directory).then(() => {}));

  const modules = join(directory, 'node_modules');
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  const node = nodeBinary(modules);
  const [, , browser] = await Promise.all([
    step('VS Code', () => installVscode(vscode)),
    step('language features', () => npmInstall(join(vscode, 'extensions'))),
    step('browser', () => installBrowser(directory, modules)),
  ]);
  const { version } = JSON.parse(await readFile(join(vscode, 'package.json'), 'utf8'));
  const { commit } = JSON.parse(await readFile(join(vscode, 'product.json'), 'utf8'));
  const serverMain = join(vscode, 'out', 'server-main.js');
  const host = { node, serverMain, ...browser, vscodeVersion: version, commit, stamp };
  await writeFile(hostFile, JSON.stringify(host, null, 2));
  return host;
}

/** `npm ci` refuses the shrinkwrap in code-server, which lacks an optional package. `npm install` keeps its versions. */
const npmInstall = (folder) => npm(['install', '--omit=dev', '--ignore-scripts'], folder).then(() => {});

async function installVscode(vscode) {
  await npmInstall(vscode);
  const modules = join(vscode, 'node_modules');
  await copyFile(join(here, 'spdlogShim.cjs'), join(modules, '@vscode', 'spdlog', 'index.js'));
  await writeFile(join(modules, '@vscode', 'native-watchdog', 'index.js'), 'exports.start = () => {};\n');
  await restoreApiProposals(vscode);
  // Parts that a window without Microsoft's own chat never loads.
  for (const name of await readdir(join(modules, '@github'))) {
    if (name.startsWith('copilot-sdk-')) await rm(join(modules, '@github', name), { recursive: true });
  }
  await rm(join(modules, '@microsoft', 'mxc-sdk'), { recursive: true, force: true });
}

/**
 * code-server opens every proposed API to every extension and VS Code does not. This puts the check back: without it an
 * extension could pass here and fail at its users.
 */
async function restoreApiProposals(vscode) {
  const isEnabled =
    /(function (\w+)\((\w+),(\w+)\)\{)return!0(\}function \w+\(\3,\4\)\{if\(!\2\(\3,\4\)\)throw new Error\(`Extension '\$\{\3\.identifier\.value\}' CANNOT use API proposal)/;
  const places = [
    ['vs/workbench/api/node/extensionHostProcess.js', 1],
    ['vs/code/browser/workbench/workbench.js', 2],
  ];
  for (const [name, expected] of places) {
    const file = join(vscode, 'out', name);
    let found = 0;
    const source = (await readFile(file, 'utf8'))
      .replace(isEnabled, (_, start, _name, extension, proposal, rest) => {
        found++;
        return `${start}return!!(${extension}.enabledApiProposals&&${extension}.enabledApiProposals.includes(${proposal}))${rest}`;
      })
      .replace('this._envEnablesProposedApiForAll=!0', () => {
        found++;
        return 'this._envEnablesProposedApiForAll=!1';
      });
    if (found !== expected) throw new Error(`${name}: the switch for proposed API is not where it was expected`);
    await writeFile(file, source);
  }
}

async function installBrowser(directory, modules) {
  const system = systemChromiums.find((file) => file && existsSync(file));
  if (system) return { chromium: system };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Problem('No browser found. Install Chrome or Chromium, or set CHROMIUM_PATH to one.');
  }
  const packed = join(modules, '@sparticuz', 'chromium', 'bin');
  const target = join(directory, 'chromium');
  await mkdir(target, { recursive: true });
  await unbrotli(join(packed, 'chromium.br'), join(target, 'chromium'));
  // al2023 holds the system libraries that Chromium wants, so that nothing has to be installed in the system.
  for (const name of ['swiftshader', 'fonts', 'al2023']) {
    const archive = join(target, `${name}.tar`);
    await unbrotli(join(packed, `${name}.tar.br`), archive);
    await run('tar', ['-xf', archive, '-C', target, '--no-same-owner'], { advice: 'Install tar, or Chromium.' });
    await rm(archive);
  }
  await rm(packed, { recursive: true });
  const fontsConf = join(target, 'fonts.conf');
  await writeFile(fontsConf, fontConfiguration(target, join(modules, 'dejavu-fonts-ttf', 'ttf')));
  return { chromium: join(target, 'chromium'), libs: join(target, 'lib'), fontsConf };
}

const unbrotli = (from, to) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));

/** Chromium aborts on the first form field when it finds no font. */
const fontConfiguration = (target, dejavu) => `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><dir>${join(target, 'fonts')}</dir><dir>${dejavu}</dir><cachedir>${join(target, 'fontcache')}</cachedir>
<alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
<alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias></fontconfig>`;

/** VS Code's server needs Node 24, which for most machines is an npm package too. */
function nodeBinary(modules) {
  const packed = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(packed)) return packed;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Problem(
    'VS Code needs Node 24, and there is no package of it for this machine. Run this with Node 24: https://nodejs.org',
  );
}
