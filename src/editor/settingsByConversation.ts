import { parseSettings, type ConversationSettings } from '../agent/conversationSettings.ts';

/** Keeps what conversations are run with, as JSON by their id. */
export interface SettingsStore {
  settings(conversationId: string): Promise<string>;
  /** False for a conversation that is not stored yet: nothing is kept of it. */
  setSettings(conversationId: string, json: string): Promise<boolean>;
}

type SettingsListener = (conversationId: string) => void;

interface Known {
  settings: ConversationSettings;
  /** As the store has it; absent: it does not have it yet. */
  json?: string;
}

/** What each conversation is run with, where it differs from the user's settings. */
export class SettingsByConversation {
  readonly #store: SettingsStore;
  /** Of those looked at in this window. */
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Set<SettingsListener>();

  constructor(store: SettingsStore) {
    this.#store = store;
  }

  async get(conversationId: string): Promise<ConversationSettings> {
    const known = this.#known.get(conversationId);
    if (known) return known.settings;
    const json = await this.#store.settings(conversationId);
    // It may have been changed meanwhile.
    const latest = this.#known.get(conversationId) ?? { settings: parseSettings(json), json };
    this.#known.set(conversationId, latest);
    return latest.settings;
  }

  /** What a new conversation begins with. It is kept with its first message. */
  begin(conversationId: string, settings: ConversationSettings): void {
    this.#known.set(conversationId, { settings });
  }

  /** Holds at once; resolves when it is kept. */
  async set(conversationId: string, settings: ConversationSettings): Promise<void> {
    const known: Known = { settings };
    this.#known.set(conversationId, known);
    this.#tell(conversationId);
    await this.#write(conversationId, known);
  }

  /** The settings of now, after writing what was changed before there was anything to keep it with. */
  async keep(conversationId: string): Promise<ConversationSettings> {
    await this.get(conversationId);
    await this.#look(conversationId);
    const known = this.#known.get(conversationId);
    if (known && known.json === undefined) await this.#write(conversationId, known);
    return this.get(conversationId);
  }

  /** Takes up what other windows have changed. */
  async refresh(): Promise<void> {
    for (const conversationId of this.#known.keys()) await this.#look(conversationId);
  }

  async #write(conversationId: string, known: Known): Promise<void> {
    const json = JSON.stringify(known.settings);
    if (await this.#store.setSettings(conversationId, json)) known.json = json;
  }

  /** What is not kept yet was changed here: it stays. */
  async #look(conversationId: string): Promise<void> {
    const known = this.#known.get(conversationId);
    if (known?.json === undefined) return;
    const json = await this.#store.settings(conversationId);
    if (json === known.json || this.#known.get(conversationId) !== known) return;
    this.#known.set(conversationId, { settings: parseSettings(json), json });
    this.#tell(conversationId);
  }

  #tell(conversationId: string): void {
    for (const listener of this.#listeners) listener(conversationId);
  }

  /** Returns a function that stops listening. */
  onDidChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
