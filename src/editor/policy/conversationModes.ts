import type { Mode } from '../../agent/mode.ts';

const initialMode: Mode = 'agent';

/** Which mode each conversation of this window is in. It is looked up with every call: a change holds at once. */
export class ConversationModes {
  readonly #modes = new Map<string, Mode>();

  get(conversationId: string): Mode {
    return this.#modes.get(conversationId) ?? initialMode;
  }

  set(conversationId: string, mode: Mode): void {
    this.#modes.set(conversationId, mode);
  }
}
