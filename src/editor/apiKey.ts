import * as vscode from 'vscode';
import type { RemoteMcpServer } from '../agent/models/requestParameters.ts';
import type { Log } from './log.ts';
import { mayCarryKey, originOf, serverOf, type Profile } from './profile.ts';

interface StoredKey {
  /** The only origin the key is for. */
  origin: string;
  key: string;
}

/** A server of tools, as a conversation names it. */
export type McpServer = Pick<RemoteMcpServer, 'server_label' | 'server_url'>;

const prefix = 'parley.apiKey.';
const mcpPrefix = 'parley.mcpToken.';

/** The keys of the profiles and what they show to MCP servers, in VS Code's secret storage and nowhere else. */
export class ApiKeys implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: Pick<Log, 'redact'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** Also when another window changed a key. */
  readonly onDidChange = this.#changed.event;

  constructor({ secrets }: Pick<vscode.ExtensionContext, 'secrets'>, log: Pick<Log, 'redact'>) {
    this.#secrets = secrets;
    this.#log = log;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix) || key.startsWith(mcpPrefix)) this.#changed.fire();
    });
  }

  /** The key, if it was given for the server the profile has now. */
  async get(profile: Profile): Promise<string | undefined> {
    const stored = parse(await this.#secrets.get(prefix + profile.name));
    if (stored?.origin !== originOf(profile) || !mayCarryKey(profile)) return undefined;
    this.#log.redact(stored.key);
    return stored.key;
  }

  async has(profile: Profile): Promise<boolean> {
    return (await this.get(profile)) !== undefined;
  }

  /** Keeps the key for the profile and its present origin. Throws a sentence where sending it would expose it. */
  async store(profile: Profile, key: string): Promise<void> {
    assertMayCarryKey(profile);
    this.#log.redact(key);
    const stored: StoredKey = { origin: originOf(profile), key };
    await this.#secrets.store(prefix + profile.name, JSON.stringify(stored));
  }

  async delete(profile: Profile): Promise<void> {
    await this.#secrets.delete(prefix + profile.name);
  }

  /** What the profile's server is to show to the MCP server, if it was given for both as they are now. */
  async mcpToken(profile: Profile, server: McpServer): Promise<string | undefined> {
    const stored = parse(await this.#secrets.get(mcpName(profile, server)));
    if (stored?.origin !== originsOf(profile, server) || !mayCarryKey(profile)) return undefined;
    this.#log.redact(stored.key);
    return stored.key;
  }

  /** Undefined takes it away. Throws a sentence where sending it would expose it. */
  async setMcpToken(profile: Profile, server: McpServer, token: string | undefined): Promise<void> {
    if (token === undefined) {
      await this.#secrets.delete(mcpName(profile, server));
      return;
    }
    assertMayCarryKey(profile);
    this.#log.redact(token);
    const stored: StoredKey = { origin: originsOf(profile, server), key: token };
    await this.#secrets.store(mcpName(profile, server), JSON.stringify(stored));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

export function assertMayCarryKey(profile: Profile): void {
  if (mayCarryKey(profile)) return;
  throw new Error(
    `${serverOf(profile)} is reached over plain http://, where anyone on the way can read a key. Parley sends keys only over https:// or to this machine.`,
  );
}

const mcpName = ({ name }: Profile, { server_label: label }: McpServer): string =>
  `${mcpPrefix}${JSON.stringify([name, label])}`;

/** Who gets to see it: the server of the model, and the one it talks to. */
const originsOf = (profile: Profile, { server_url: url }: McpServer): string =>
  `${originOf(profile)} ${new URL(url).origin}`;

/** What is not of the stored form is no key of ours. */
function parse(json: string | undefined): StoredKey | undefined {
  if (json === undefined) return undefined;
  try {
    const { origin, key } = JSON.parse(json) as Partial<StoredKey>;
    return origin && key ? { origin, key } : undefined;
  } catch {
    return undefined;
  }
}
