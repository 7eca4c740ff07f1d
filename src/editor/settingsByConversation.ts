import { parseSettings, type ConversationSettings } from '../agent/conversationSettings.ts';

/** Keeps what conversations are run with, as JSON by their id. */
export interface SettingsStore {
  settings(conversationId: string): Promise<string>;
  /** Of one that is not stored yet nothing is kept. */
  setSettings(conversationId: string, json: string): Promise<void>;
}

type SettingsListener = (conversationId: string) => void;

/** What each conversation is run with, where it differs from the user's settings. */
export class SettingsByConversation {
  readonly #store: SettingsStore;
  /** Of those looked at in this window. Another window may have changed them since: this one keeps its own. */
  readonly #known = new Map<string, ConversationSettings>();
  readonly #listeners = new Set<SettingsListener>();

  constructor(store: SettingsStore) {
    this.#store = store;
  }

  async get(conversationId: string): Promise<ConversationSettings> {
    const known = this.#known.get(conversationId);
    if (known) return known;
    const settings = parseSettings(await this.#store.settings(conversationId));
    // It may have been changed meanwhile.
    const latest = this.#known.get(conversationId) ?? settings;
    this.#known.set(conversationId, latest);
    return latest;
  }

  /** What a new conversation begins with. It is kept with its first message. */
  begin(conversationId: string, settings: ConversationSettings): void {
    this.#known.set(conversationId, settings);
  }

  /** Holds at once; resolves when it is kept. */
  async set(conversationId: string, settings: ConversationSettings): Promise<void> {
    this.#known.set(conversationId, settings);
    for (const listener of this.#listeners) listener(conversationId);
    await this.#store.setSettings(conversationId, JSON.stringify(settings));
  }

  /** Writes what was changed before there was anything to keep it with. */
  async keep(conversationId: string): Promise<ConversationSettings> {
    const settings = await this.get(conversationId);
    const json = JSON.stringify(settings);
    const kept = parseSettings(await this.#store.settings(conversationId));
    if (json !== JSON.stringify(kept)) await this.#store.setSettings(conversationId, json);
    return settings;
  }

  /** Returns a function that stops listening. */
  onDidChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
