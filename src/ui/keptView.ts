import type { ViewState } from '../protocol/chat.ts';
import type { ViewStore } from '../store/viewStore.ts';

/** A view's state, and the conversation it shows. */
interface KeptState extends ViewState {
  conversationId: string | null;
}

const parts = ['text', 'attachments', 'place', 'conversationId'] as const satisfies readonly (keyof KeptState)[];

/**
 * What a chat view holds besides its conversation. It is in the database once `keep` resolves: VS Code's own state of a
 * webview is stored now and then only, and an abrupt end of the window takes what is not.
 */
export class KeptView {
  readonly id: string;
  readonly #views: () => Promise<ViewStore>;
  #state: KeptState | undefined;

  constructor(id: string, views: () => Promise<ViewStore>) {
    this.id = id;
    this.#views = views;
  }

  /** The state as it was kept last. */
  async state(): Promise<Readonly<KeptState>> {
    return this.#known(await this.#views());
  }

  /** Throws a sentence for people where it cannot be stored; until the extension ends, the change holds nevertheless. */
  async keep(change: Partial<KeptState>): Promise<void> {
    const views = await this.#views();
    const state = this.#known(views);
    const changed = parts.filter((part) => change[part] !== undefined && change[part] !== state[part]);
    this.#state = { ...state, ...Object.fromEntries(changed.map((part) => [part, change[part]])) };
    for (const part of changed) views.put(this.id, part, JSON.stringify(change[part]));
  }

  /** The view is closed for good. */
  async forget(): Promise<void> {
    (await this.#views()).forget(this.id);
  }

  #known(views: ViewStore): KeptState {
    return (this.#state ??= stateOf(views.load(this.id)));
  }
}

function stateOf(stored: ReadonlyMap<string, string>): KeptState {
  const empty: KeptState = { text: '', attachments: [], place: null, conversationId: null };
  const known = parts.flatMap((part) => {
    const json = stored.get(part);
    return json === undefined ? [] : [[part, JSON.parse(json) as unknown]];
  });
  return { ...empty, ...(Object.fromEntries(known) as Partial<KeptState>) };
}
