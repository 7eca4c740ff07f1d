import * as vscode from 'vscode';
import { defaultModelId } from '../agent/models/catalog.ts';
import type { Client } from '../openai/client.ts';
import { missingKeyError, OpenAIError } from '../openai/errors.ts';
import type { Observe } from '../openai/observe.ts';
import { assertMayCarryKey, type ApiKeys } from './apiKey.ts';
import { deployedModels } from './azureProfile.ts';
import { connect, listModels, type Connection } from './connection.ts';
import { setContextKey } from './contextKeys.ts';
import { environmentProfile } from './environment.ts';
import type { Log } from './log.ts';
import { apiOf, needsKey, serverOf, type Profile } from './profile.ts';
import { onDidChangeSettings, readSettings, type Settings } from './settings.ts';

/** What a request to a server that wants a key fails with where there is none. */
export const noKey = ({ name }: Profile) => missingKeyError(`No API key is set for ${name}.`);

/** Whom requests go to, and the one client they share. */
export class Account implements vscode.Disposable {
  readonly #apiKeys: ApiKeys;
  readonly #log: Log;
  readonly #observe: Observe | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #models = new Map<string, Promise<readonly string[]>>();
  /** By the name of the profile. */
  readonly #connections = new Map<string, { for: string; opened: Promise<Connection> }>();
  #reported = new Set<string>();

  /** Fires when the profile, its key or a setting changed. */
  readonly onDidChange = this.#changed.event;

  /** `observe` is told of every request. */
  constructor(apiKeys: ApiKeys, log: Log, observe?: Observe) {
    this.#observe = observe;
    this.#apiKeys = apiKeys;
    this.#log = log;
    this.#subscriptions = [
      onDidChangeSettings(() => this.#refresh()),
      apiKeys.onDidChange(() => {
        this.#models.clear();
        this.#refresh();
      }),
    ];
    void this.#updateContextKeys();
  }

  /** The active profile. Throws a sentence when settings name one that does not exist: no other takes its place. */
  get profile(): Profile {
    return activeProfile(readSettings());
  }

  profiles(): readonly Profile[] {
    return readSettings().profiles;
  }

  /** What the chat shows about the account: never the key. */
  async state(): Promise<{ profile: string; server: string; ready: boolean; notice?: string }> {
    const settings = readSettings();
    const profile = findActive(settings);
    if (!profile) {
      return { profile: settings.activeProfile, server: '', ready: false, notice: missing(settings).message };
    }
    const notice = settings.profileProblems[0] ?? profile.notice;
    return {
      profile: profile.name,
      server: serverOf(profile),
      ready: await this.isReady(profile),
      ...(notice && { notice }),
    };
  }

  /** Whether requests can be made: a server that needs a key has one. */
  async isReady(profile: Profile): Promise<boolean> {
    return !needsKey(profile) || (await this.#apiKeys.has(profile));
  }

  api(): 'responses' | 'chatCompletions' {
    return apiOf(this.profile);
  }

  /**
   * A client of a profile, the active one unless said. The connections behind it are made anew when a setting they depend
   * on changed. `label` says which feature asks.
   */
  async client(profile = this.profile, label?: string): Promise<Client> {
    const settings = readSettings();
    const wanted = JSON.stringify([profile, settings.request, settings.http]);
    const open = this.#connections.get(profile.name);
    if (open?.for === wanted) return (await open.opened).client(label);
    this.#close(open);
    const connection = { for: wanted, opened: connect(profile, () => this.#keyOf(profile), settings, this.#observe) };
    this.#connections.set(profile.name, connection);
    return (await connection.opened).client(label);
  }

  /**
   * Ids of the models a profile's server lists, the active one's unless said; asked once, then on `refresh`. Azure lists
   * what could be deployed.
   */
  models({ refresh = false, profile = this.profile } = {}): Promise<readonly string[]> {
    const settings = readSettings();
    const deployed = deployedModels(profile.azure);
    if (deployed) return Promise.resolve(deployed);
    const id = JSON.stringify(profile);
    const known = refresh ? undefined : this.#models.get(id);
    if (known) return known;
    const asked = listModels(profile, () => this.#keyOf(profile), settings, this.#observed());
    this.#models.set(id, asked);
    asked.catch(() => {
      if (this.#models.get(id) === asked) this.#models.delete(id);
    });
    return asked;
  }

  /** The same where they are known already; nothing is asked. */
  async knownModels(): Promise<readonly string[]> {
    const profile = findActive(readSettings());
    const known = profile && this.#models.get(JSON.stringify(profile));
    return (await Promise.race([known?.catch(() => []), Promise.resolve(undefined)])) ?? [];
  }

  /** The model of the settings, else a sensible one of those the server lists. */
  async model(): Promise<string> {
    const { model } = readSettings();
    if (model) return model;
    const chosen = defaultModelId(await this.models());
    if (chosen) return chosen;
    throw new OpenAIError({ kind: 'notFound', message: 'The server lists no model. Choose one with Select Model.' });
  }

  /** What the server says to this key, before it is kept: the models it sees, or an error. */
  async check(profile: Profile, key: string | undefined, signal: AbortSignal): Promise<readonly string[]> {
    if (key) {
      assertMayCarryKey(profile);
      this.#log.redact(key);
    }
    const listed = await listModels(profile, () => Promise.resolve(key), readSettings(), {
      signal,
      ...this.#observed(),
    });
    return deployedModels(profile.azure) ?? listed;
  }

  /** The profile for the key in the environment, to be offered while the active one has none. */
  environmentOffer(): Profile | undefined {
    try {
      return environmentProfile(process.env, this.profiles());
    } catch (error) {
      this.#log.warn('OPENAI_BASE_URL cannot be used.', error);
      return undefined;
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const connection of this.#connections.values()) this.#close(connection);
    this.#connections.clear();
    this.#changed.dispose();
  }

  #observed(): { observe?: Observe } {
    return this.#observe ? { observe: this.#observe } : {};
  }

  async #keyOf(profile: Profile): Promise<string | undefined> {
    const key = await this.#apiKeys.get(profile);
    if (key === undefined && needsKey(profile)) throw noKey(profile);
    return key;
  }

  #refresh(): void {
    void this.#updateContextKeys();
    this.#changed.fire();
  }

  async #updateContextKeys(): Promise<void> {
    try {
      const settings = readSettings();
      this.#logProblems(settings);
      const profile = findActive(settings);
      const hasKey = profile !== undefined && (await this.#apiKeys.has(profile));
      await setContextKey('parley.hasKey', hasKey);
      await setContextKey('parley.ready', profile !== undefined && (hasKey || !needsKey(profile)));
    } catch (error) {
      this.#log.error('The state of the account could not be read.', error);
    }
  }

  #logProblems({ profileProblems }: Settings): void {
    for (const problem of profileProblems) {
      if (!this.#reported.has(problem)) this.#log.warn(problem);
    }
    this.#reported = new Set(profileProblems);
  }

  #close(connection: { opened: Promise<Connection> } | undefined): void {
    connection?.opened
      .then((opened) => opened.close())
      .catch((error: unknown) => this.#log.error('A connection could not be closed.', error));
  }
}

const findActive = ({ profiles, activeProfile: name }: Settings): Profile | undefined =>
  profiles.find((profile) => profile.name === name);

function activeProfile(settings: Settings): Profile {
  const profile = findActive(settings);
  if (!profile) throw missing(settings);
  return profile;
}

function missing({ activeProfile: name, profileProblems }: Settings): OpenAIError {
  const message = [`There is no profile “${name}”. Choose one with Switch Profile.`, ...profileProblems].join(' ');
  return new OpenAIError({ kind: 'settings', message });
}
