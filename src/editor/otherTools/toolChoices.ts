import type { Memento } from '../memento.ts';

interface Stored {
  workspaces: { folders: string[]; chosen: Record<string, boolean> }[];
}

const storageKey = 'parley.toolChoices';

/** Which tools the user offers to the model, by workspace: what was said of each; the others are as they come. */
export class ToolChoices {
  readonly #memento: Memento;
  readonly #folders: () => readonly string[];

  /** `folders`: the URIs of the open workspace's folders. */
  constructor(memento: Memento, folders: () => readonly string[]) {
    this.#memento = memento;
    this.#folders = () => [...folders()].sort();
  }

  /** Whether each of these tools is chosen. Nothing is cached: another window may have changed it. */
  reader(): (key: string, unlessSaid: boolean) => boolean {
    const here = this.#here(this.#read());
    const chosen = new Map(Object.entries(here?.chosen ?? {}));
    return (key, unlessSaid) => chosen.get(key) ?? unlessSaid;
  }

  /** What the user says of these tools; what was said of others stays. */
  async choose(changes: ReadonlyMap<string, boolean>): Promise<void> {
    const stored = this.#read();
    const here = this.#here(stored);
    const chosen = Object.fromEntries([...Object.entries(here?.chosen ?? {}), ...changes]);
    const others = stored.workspaces.filter((workspace) => workspace !== here);
    await this.#memento.update(storageKey, { workspaces: [...others, { folders: this.#folders(), chosen }] });
  }

  #here({ workspaces }: Stored): Stored['workspaces'][number] | undefined {
    const key = JSON.stringify(this.#folders());
    return workspaces.find(({ folders }) => JSON.stringify(folders) === key);
  }

  #read(): Stored {
    const stored = this.#memento.get(storageKey) as Partial<Stored> | undefined;
    return { workspaces: stored?.workspaces ?? [] };
  }
}

/** How a choice of one of our own tools is kept. */
export const ownKey = (name: string): string => `own ${name}`;

/** How a choice of a tool of others is kept. */
export const otherKey = (sourceId: string, name: string): string => `${sourceId} ${name}`;
