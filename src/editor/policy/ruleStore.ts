import { randomUUID } from 'node:crypto';
import type { GrantScope } from '../../agent/approval.ts';
import { describeSubject, type Rule, type RuleSubject } from './rules.ts';
import type { Memento } from '../memento.ts';

export type RulePlace =
  | { scope: 'always' }
  | { scope: 'workspace'; folders: readonly string[] }
  | { scope: 'conversation'; conversationId: string };

export interface GivenRule {
  rule: Rule;
  place: RulePlace;
}

/** What is stored: rules for everywhere, and those of each workspace by its folders. */
interface Stored {
  always: Rule[];
  workspaces: { folders: string[]; rules: Rule[] }[];
}

const storageKey = 'parley.approvalRules';

/**
 * All rules. Those for a conversation live in memory and end with the window; the others are in VS Code's global storage.
 * Nothing is cached: another window may have changed them.
 */
export class RuleStore {
  readonly #memento: Memento;
  readonly #folders: () => readonly string[];
  readonly #byConversation = new Map<string, Rule[]>();

  /** `folders`: the URIs of the open workspace's folders. */
  constructor(memento: Memento, folders: () => readonly string[]) {
    this.#memento = memento;
    this.#folders = () => [...folders()].sort();
  }

  /** The rules that hold in a conversation of this workspace. */
  rulesIn(conversationId: string): readonly Rule[] {
    const { always, workspaces } = this.#read();
    const here = keyOf(this.#folders());
    const ofWorkspace = workspaces.filter(({ folders }) => keyOf(folders) === here).flatMap(({ rules }) => rules);
    return [...(this.#byConversation.get(conversationId) ?? []), ...ofWorkspace, ...always];
  }

  /** All there are, of other workspaces too: of conversations first, then of workspaces, then those for everywhere. */
  list(): GivenRule[] {
    const { always, workspaces } = this.#read();
    return [
      ...[...this.#byConversation].flatMap(([conversationId, rules]) =>
        rules.map((rule) => ({ rule, place: { scope: 'conversation' as const, conversationId } })),
      ),
      ...workspaces.flatMap(({ folders, rules }) =>
        rules.map((rule) => ({ rule, place: { scope: 'workspace' as const, folders } })),
      ),
      ...always.map((rule) => ({ rule, place: { scope: 'always' as const } })),
    ];
  }

  /** A rule about the same replaces the earlier one. Without a folder, what is for the workspace is for the conversation. */
  async add(subject: RuleSubject, allow: boolean, scope: GrantScope, conversationId: string): Promise<void> {
    const rule: Rule = { ...subject, id: randomUUID(), allow, givenAt: Date.now() };
    const folders = [...this.#folders()];
    if (scope === 'conversation' || (scope === 'workspace' && folders.length === 0)) {
      this.#byConversation.set(conversationId, replaceSame(this.#byConversation.get(conversationId) ?? [], rule));
      return;
    }
    const { always, workspaces } = this.#read();
    if (scope === 'always') return this.#write({ always: replaceSame(always, rule), workspaces });
    const here = workspaces.find((workspace) => keyOf(workspace.folders) === keyOf(folders));
    const others = workspaces.filter((workspace) => workspace !== here);
    await this.#write({ always, workspaces: [...others, { folders, rules: replaceSame(here?.rules ?? [], rule) }] });
  }

  async remove(ids: readonly string[]): Promise<void> {
    const keep = (rules: readonly Rule[]): Rule[] => rules.filter(({ id }) => !ids.includes(id));
    for (const [id, rules] of this.#byConversation) {
      const left = keep(rules);
      if (left.length > 0) this.#byConversation.set(id, left);
      else this.#byConversation.delete(id);
    }
    const { always, workspaces } = this.#read();
    const left = workspaces.map(({ folders, rules }) => ({ folders, rules: keep(rules) }));
    await this.#write({ always: keep(always), workspaces: left.filter(({ rules }) => rules.length > 0) });
  }

  #read(): Stored {
    const stored = this.#memento.get(storageKey) as Partial<Stored> | undefined;
    return { always: stored?.always ?? [], workspaces: stored?.workspaces ?? [] };
  }

  async #write(stored: Stored): Promise<void> {
    await this.#memento.update(storageKey, stored);
  }
}

const keyOf = (folders: readonly string[]): string => JSON.stringify([...folders].sort());

const replaceSame = (rules: readonly Rule[], rule: Rule): Rule[] => [
  ...rules.filter((other) => describeSubject(other) !== describeSubject(rule)),
  rule,
];
