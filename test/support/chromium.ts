import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { findHost } from './host.ts';

/** Starts a headless Chromium that can reach this machine only. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const { chromium: executablePath, libs, fontsConf } = findHost();
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  if (libs) env.LD_LIBRARY_PATH = libs;
  if (fontsConf) env.FONTCONFIG_FILE = fontsConf;
  return chromium.launch({
    executablePath,
    env,
    ...options,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      ...(options.args ?? []),
    ],
  });
}
