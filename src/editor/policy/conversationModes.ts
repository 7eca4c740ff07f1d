import { isMode, type Mode } from '../../agent/mode.ts';
import type { Memento } from '../memento.ts';

type ModeListener = (conversationId: string, mode: Mode) => void;

const storageKey = 'parley.conversationModes';
const maxConversations = 500;

/** Which mode each conversation is in. It is looked up with every call: a change holds at once. */
export class ConversationModes {
  readonly #memento: Memento;
  readonly #standard: () => Mode;
  /** Of those looked at in this window. Another window may have set another mode since: this one keeps its own. */
  readonly #modes = new Map<string, Mode>();
  readonly #listeners = new Set<ModeListener>();

  /** `standard`: the mode of a conversation that was never given one. */
  constructor(memento: Memento, standard: () => Mode) {
    this.#memento = memento;
    this.#standard = standard;
  }

  get(conversationId: string): Mode {
    const mode = this.#modes.get(conversationId) ?? this.#stored().find(([id]) => id === conversationId)?.[1];
    if (mode !== undefined) this.#modes.set(conversationId, mode);
    return mode ?? this.#standard();
  }

  /** Holds at once; resolves when it is kept for the next window too. */
  async set(conversationId: string, mode: Mode): Promise<void> {
    this.#modes.set(conversationId, mode);
    for (const listener of this.#listeners) listener(conversationId, mode);
    const others = this.#stored().filter(([id]) => id !== conversationId);
    await this.#memento.update(storageKey, [[conversationId, mode], ...others].slice(0, maxConversations));
  }

  /** Returns a function that stops listening. */
  onDidChange(listener: ModeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Latest first. */
  #stored(): (readonly [string, Mode])[] {
    const stored = this.#memento.get(storageKey);
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (entry): entry is [string, Mode] => Array.isArray(entry) && typeof entry[0] === 'string' && isMode(entry[1]),
    );
  }
}
