import type { ConversationStore } from '../store/conversationStore.ts';

interface Ports {
  openStore: () => Promise<ConversationStore>;
  /** Removes what is kept elsewhere for a conversation that is about to be removed for good. */
  onPurge?: (conversationId: string) => Promise<void>;
  /** Told what went wrong where nobody waits for it. */
  onError: (what: string, error: unknown) => void;
}

/** The store of conversations, opened with its first use. What was deleted long ago is removed then. */
export class OpenedStore {
  readonly #ports: Ports;
  #store: Promise<ConversationStore> | undefined;
  #isClosed = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Undefined while nobody has used it. */
  get known(): Promise<ConversationStore> | undefined {
    return this.#store;
  }

  open(): Promise<ConversationStore> {
    return (this.#store ??= this.#openOnce());
  }

  /** Closes it once `write` has written what is left; nothing is removed from now on. */
  async close(write: () => Promise<void>): Promise<void> {
    this.#isClosed = true;
    await write();
    (await this.#store)?.close();
    this.#store = undefined;
  }

  /** What fails is tried again with the next use. */
  async #openOnce(): Promise<ConversationStore> {
    try {
      const store = await this.#ports.openStore();
      this.#purge(store).catch((error: unknown) => {
        this.#ports.onError('A deleted conversation could not be removed for good.', error);
      });
      return store;
    } catch (error) {
      this.#store = undefined;
      throw error;
    }
  }

  /** What fails is tried again with the next start. */
  async #purge(store: ConversationStore): Promise<void> {
    store.views.purge();
    for (const id of store.expired()) {
      await this.#ports.onPurge?.(id);
      if (!this.#isClosed) store.purge(id);
    }
  }
}
