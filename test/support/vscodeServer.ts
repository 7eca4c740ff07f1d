import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { findHost, type Host } from './host.ts';
import { descendants, kill } from './processes.ts';

/** Settings of a quiet window: no welcome page, no built-in chat, no update or telemetry traffic, steady screenshots. */
const quietSettings: Settings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.accessibilitySupport': 'off',
  'files.autoSave': 'off',
  'window.dialogStyle': 'custom',
};

export type Settings = Record<string, unknown>;

export interface ServerOptions {
  /** Added to the quiet settings, or in their place. */
  settings?: Settings;
  /** More files of the user's, as JSON, by their names beside the settings. */
  userFiles?: Readonly<Record<string, unknown>>;
  /** Kept when given; else a temporary folder. */
  userDataDir?: string;
  /** The environment of the extension host, besides PATH and a temporary HOME. */
  env?: Record<string, string>;
  port?: number;
  logLevel?: 'trace' | 'debug' | 'info';
  /** A packaged extension, installed as a user does. */
  vsix?: string;
  /** Opens folders in Restricted Mode. */
  untrusted?: boolean;
}

export interface VSCodeServer {
  origin: string;
  port: number;
  pid: number;
  userDataDir: string;
  /** Temporary, with everything that the server writes: gone after `close`. */
  folder: string;
  /** The newest folder of logs, with `exthost1` below. */
  logsDir(): string;
  close(): Promise<void>;
}

type ServerProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Starts VS Code's server on a loopback port. It dies with this process. */
export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const host = findHost();
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  const userDataDir = options.userDataDir ?? join(folder, 'data');
  writeSettings(userDataDir, options);
  const folders = [
    ['--server-data-dir', join(folder, 'server')],
    ['--user-data-dir', userDataDir],
    ['--extensions-dir', join(folder, 'extensions')],
  ].flat();
  if (options.vsix) installVsix(host, options.vsix, folders);

  const child = spawn(host.node, [host.serverMain, ...serverArguments(options), ...folders], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(folder, options.env),
  });
  const reap = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', reap);
  const port = await listeningPort(child);
  const pid = child.pid ?? 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    pid,
    userDataDir,
    folder,
    logsDir: () => {
      const logs = join(userDataDir, 'logs');
      return join(logs, readdirSync(logs).sort().at(-1) ?? '');
    },
    close: async () => {
      // Extension hosts and language servers outlive their server by some seconds.
      const children = descendants(pid);
      await ended(child);
      for (const { pid } of children) kill(pid, 'SIGKILL');
      process.removeListener('exit', reap);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function serverArguments({ port = 0, logLevel, untrusted }: ServerOptions): string[] {
  return [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--disable-experiments',
    '--disable-update-check',
    '--disable-getting-started-override',
    ...(untrusted ? [] : ['--disable-workspace-trust']),
    ...(logLevel ? ['--log', logLevel] : []),
  ];
}

/** Nothing of the developer's own: no NODE_OPTIONS, no VSCODE_*, no home folder. VS Code leaves sockets in TMPDIR. */
const cleanEnvironment = (folder: string, more: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  TMPDIR: folder,
  XDG_RUNTIME_DIR: folder,
  LANG: 'C.UTF-8',
  SHELL: '/bin/bash',
  ...more,
});

/** Where there is a settings file, all stays as it is. */
function writeSettings(userDataDir: string, { settings, userFiles = {}, untrusted }: ServerOptions): void {
  const user = join(userDataDir, 'User');
  if (existsSync(join(user, 'settings.json'))) return;
  const trust = untrusted
    ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' }
    : {};
  mkdirSync(user, { recursive: true });
  const files = { ...userFiles, 'settings.json': { ...quietSettings, ...trust, ...settings } };
  for (const [name, value] of Object.entries(files)) writeFileSync(join(user, name), JSON.stringify(value, null, 2));
}

function installVsix(host: Host, vsix: string, folders: readonly string[]): void {
  const args = [host.serverMain, '--install-extension', resolve(vsix), '--force', ...folders];
  const { status, stdout, stderr } = spawnSync(host.node, args, { encoding: 'utf8' });
  if (status !== 0 || !stdout.includes('successfully installed'))
    throw new Error(`${vsix} was not installed:\n${stdout}${stderr}`);
}

function listeningPort(child: ServerProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what: string) => {
      child.kill('SIGKILL');
      reject(new Error(`The VS Code server ${what}:\n${output}`));
    };
    const timer = setTimeout(() => fail('did not start in 60 s'), 60_000);
    const read = (data: Buffer) => {
      output += data.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => fail(`ended (${code ?? 'killed'})`));
  });
}

async function ended(child: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(timer);
}
