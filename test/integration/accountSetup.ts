import * as vscode from 'vscode';
import { Account } from '../../src/editor/account.ts';
import { ApiKeys } from '../../src/editor/apiKey.ts';
import { createLog, type Log } from '../../src/editor/log.ts';
import type { Profile } from '../../src/editor/profile.ts';

/** Keeps secrets in memory. The real storage belongs to the extension alone; test/e2e/secrets.test.ts goes through it. */
class MemorySecrets implements vscode.SecretStorage {
  readonly entries = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;

  keys(): Promise<string[]> {
    return Promise.resolve([...this.entries.keys()]);
  }
  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.entries.get(key));
  }
  store(key: string, value: string): Promise<void> {
    this.entries.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
  delete(key: string): Promise<void> {
    this.entries.delete(key);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}

export interface AccountSetup {
  account: Account;
  apiKeys: ApiKeys;
  secrets: MemorySecrets;
  log: Log;
  dispose(): void;
}

/** An account of its own, over the settings of this VS Code. */
export function setUpAccount(): AccountSetup {
  const secrets = new MemorySecrets();
  const log = createLog();
  const apiKeys = new ApiKeys({ secrets }, log);
  const account = new Account(apiKeys, log);
  return {
    account,
    apiKeys,
    secrets,
    log,
    dispose: () => {
      account.dispose();
      apiKeys.dispose();
      log.dispose();
    },
  };
}

/** Writes user settings by their full names; undefined takes one back. */
export async function setUserSettings(settings: Record<string, unknown>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  }
}

/** Makes these the profiles and the first of them active. */
export async function useProfiles(...profiles: readonly [Profile, ...Profile[]]): Promise<void> {
  await setUserSettings({ 'parley.profiles': profiles, 'parley.activeProfile': profiles[0].name });
}
