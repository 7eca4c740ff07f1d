// Opens Parley on a copy of the sample workspace: in desktop VS Code where there is one and a display, else in VS Code
// in the browser. With --headless it does by itself what a user would, and leaves screenshots in out/demo/.
//   npm start [-- --headless]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './files.mjs';
import { installPackages, setup } from './setup.mjs';
import { main, step } from './steps.mjs';

const windows = process.platform === 'win32';

await main(async () => {
  const headless = process.argv.includes('--headless');
  if (!headless && hasDesktop()) {
    await installPackages();
    return startDesktop();
  }
  await setup();
  const { packageExtension } = await import('./package.mjs');
  const { vsix } = await step('build', () => packageExtension());
  return headless ? startHeadless(vsix) : startInBrowser(vsix);
});

function hasDesktop() {
  const names = windows ? ['code.cmd'] : ['code'];
  const isInstalled = (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => names.some((name) => existsSync(join(folder, name))));
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  return isInstalled && hasDisplay;
}

async function startDesktop() {
  const { buildProduct } = await import('./build.mjs');
  await step('build', () => buildProduct().then(() => {}));
  const server = await chooseServer();
  const { copySample } = await support('workspace');
  const sample = copySample();
  const userData = join(root, 'out', 'start');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(server.settings, null, 2));
  console.log('Opening VS Code. Close its window or press Ctrl+C to end.');
  const options = ['--new-window', '--wait', `--user-data-dir=${userData}`, `--extensionDevelopmentPath=${root}`];
  const child = spawn('code', [...options, sample.folder], { stdio: 'inherit', shell: windows });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([closed, interruption()]);
  child.kill();
  await server.close();
  sample.remove();
}

async function startInBrowser(vsix) {
  const { startServer, windowUrl, copySample } = await support('vscodeServer', 'window', 'workspace');
  const openai = await chooseServer();
  const sample = copySample();
  const server = await step('VS Code', () =>
    startServer({ vsix, settings: openai.settings, env: openAIEnvironment() }),
  );
  const url = windowUrl(server, sample.folder);
  console.log(`\nParley runs in VS Code at\n\n  ${url}\n\nClick its icon in the activity bar. Ctrl+C ends everything.`);
  openInBrowser(url);
  await interruption();
  await server.close();
  await openai.close();
  sample.remove();
}

async function startHeadless(vsix) {
  const { runDemo } = await support('demo');
  const screenshots = join(root, 'out', 'demo');
  rmSync(screenshots, { recursive: true, force: true });
  const apiKey = process.env.OPENAI_API_KEY ?? 'sk-demo-0123456789abcdef';
  const server = await chooseServer({ apiKey });
  const done = await runDemo({ vsix, screenshots, apiKey, settings: server.settings });
  await server.close();
  if (!done) process.exitCode = 1;
}

/**
 * The server to talk to, as settings: OPENAI_BASE_URL, OpenAI itself when there is only a key, else a local one that is
 * started here and answers from a can.
 */
async function chooseServer({ apiKey } = {}) {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = process.env;
  const close = async () => {};
  if (OPENAI_BASE_URL)
    return { settings: activate({ name: new URL(OPENAI_BASE_URL).host, baseURL: OPENAI_BASE_URL }), close };
  if (OPENAI_API_KEY) return { settings: {}, close };
  console.log('OPENAI_API_KEY is not set: Parley talks to a local demo server with canned answers.');
  const { startOpenAIServer, demoProfile } = await support('openaiServer');
  const demo = await startOpenAIServer({ apiKey, paceMs: 15 });
  return { settings: activate(demoProfile(demo.url)), close: demo.close };
}

function activate(profile) {
  return { 'parley.profiles': [profile], 'parley.activeProfile': profile.name };
}

/** What the user's environment says about OpenAI: Parley offers the key, and takes it when told to. */
function openAIEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('OPENAI_')));
}

/** What these modules of test/support export. They are bundled, since plain Node 20 cannot read TypeScript. */
async function support(...names) {
  const { bundleSupport } = await import('./build.mjs');
  return Object.assign({}, ...(await Promise.all((await bundleSupport(names)).map((url) => import(url)))));
}

/** Resolves on Ctrl+C. */
function interruption() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
}

/** Where nothing can open it, the printed address has to do. */
function openInBrowser(url) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true }).once('error', () => {
    console.log('(No browser could be opened: open the address yourself.)');
  });
}
