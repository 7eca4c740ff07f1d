import { untilAborted } from '../../agent/untilAborted.ts';
import type { Memento } from '../../editor/memento.ts';
import { ApiError } from './apiError.ts';

/** An extension that asks. */
export interface Caller {
  /** `publisher.name` */
  id: string;
  name: string;
}

/** What an extension wants leave for. */
export interface AccessQuestion {
  caller: Caller;
  /** In the extension's words: not to be trusted. */
  reason: string;
  /** Host and port the requests go to. */
  server: string;
  /** Whether the requests carry a key of the user's. */
  withKey: boolean;
}

/** Leave that was given. Times in milliseconds since the epoch. */
export interface GivenAccess {
  caller: Caller;
  since: number;
  /** To the day. */
  usedAt: number;
  /** The hosts that the user was told of. */
  servers: readonly string[];
}

interface Ports {
  memento: Memento;
  /** Asks the user. */
  ask: (question: AccessQuestion) => Promise<boolean>;
  isInstalled: (id: string) => boolean;
  now?: () => number;
}

const storageKey = 'parley.extensionAccess';
const dayMs = 24 * 60 * 60 * 1000;
/** An extension may be switched off, or live on another machine than this window: it is not forgotten at once. */
const forgetAfterMs = 90 * dayMs;

/**
 * Which extensions may ask models on the user's key. Leave is kept in VS Code's global storage, of which nothing is
 * cached: another window may take it back. A refusal holds until the window is reloaded.
 */
export class ExtensionAccess {
  readonly #ports: Ports;
  readonly #now: () => number;
  readonly #asking = new Map<string, Promise<void>>();
  readonly #refused = new Map<string, Caller>();
  readonly #revoking = new Map<string, AbortController>();

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#now = ports.now ?? Date.now;
  }

  /**
   * Resolves once the extension may send requests to this server, asking the user if need be: one question at a time for
   * an extension, which all its requests wait for. Throws a `ParleyError` where it may not, `signal.reason` when aborted.
   */
  async require(question: AccessQuestion, signal: AbortSignal): Promise<void> {
    const { caller, server } = question;
    for (;;) {
      signal.throwIfAborted();
      if (this.isGiven(caller.id, server)) return this.#noteUse(caller.id);
      if (this.#refused.has(caller.id)) throw refused(caller);
      await untilAborted(this.#asking.get(caller.id) ?? this.#ask(question), signal);
    }
  }

  isGiven(id: string, server: string): boolean {
    return this.#read().some((given) => given.caller.id === id && given.servers.includes(server));
  }

  /** Aborts, with a `ParleyError`, when the leave of this extension is taken back in this window. */
  revoked(id: string): AbortSignal {
    const revoking = this.#revoking.get(id) ?? new AbortController();
    this.#revoking.set(id, revoking);
    return revoking.signal;
  }

  /** The extensions with leave, the one that has it longest first. Those that are gone are forgotten. */
  async list(): Promise<readonly GivenAccess[]> {
    const all = this.#read();
    const kept = all.filter(
      ({ caller, usedAt }) => this.#ports.isInstalled(caller.id) || this.#now() - usedAt < forgetAfterMs,
    );
    if (kept.length < all.length) await this.#write(kept);
    return kept.toSorted((a, b) => a.since - b.since);
  }

  /** Those that were refused since the window was opened. */
  refused(): readonly Caller[] {
    return [...this.#refused.values()];
  }

  /** The next request of this extension asks again. */
  forgive(id: string): void {
    this.#refused.delete(id);
  }

  /** Takes leave back; what runs by it here ends. */
  async revoke(id: string): Promise<void> {
    await this.#write(this.#read().filter(({ caller }) => caller.id !== id));
    this.#revoking.get(id)?.abort(takenBack());
    this.#revoking.delete(id);
  }

  #ask(question: AccessQuestion): Promise<void> {
    const { caller, server } = question;
    const asked = this.#ports
      .ask(question)
      .then((isAllowed) => (isAllowed ? this.#give(caller, server) : void this.#refused.set(caller.id, caller)))
      .finally(() => this.#asking.delete(caller.id));
    this.#asking.set(caller.id, asked);
    return asked;
  }

  async #give(caller: Caller, server: string): Promise<void> {
    const all = this.#read();
    const { since = this.#now(), servers = [] } = all.find((given) => given.caller.id === caller.id) ?? {};
    const given = { caller, since, usedAt: this.#now(), servers: [...servers, server] };
    await this.#write([...all.filter((other) => other.caller.id !== caller.id), given]);
  }

  /** Once a day is enough to know what is in use. */
  async #noteUse(id: string): Promise<void> {
    const all = this.#read();
    const now = this.#now();
    if (!all.some(({ caller, usedAt }) => caller.id === id && now - usedAt > dayMs)) return;
    await this.#write(all.map((given) => (given.caller.id === id ? { ...given, usedAt: now } : given)));
  }

  #read(): readonly GivenAccess[] {
    const stored = this.#ports.memento.get(storageKey);
    return Array.isArray(stored) ? (stored as GivenAccess[]) : [];
  }

  async #write(all: readonly GivenAccess[]): Promise<void> {
    await this.#ports.memento.update(storageKey, all);
  }
}

/** What ends a request whose leave is taken back. */
export const takenBack = () =>
  new ApiError('permission', 'The user has taken back the leave to use Parley (Parley: Manage Extension Access).');

const refused = ({ name }: Caller) =>
  new ApiError(
    'permission',
    `${name} is not allowed to use Parley. “Parley: Manage Extension Access” lets it ask again; so does reloading the window.`,
  );
