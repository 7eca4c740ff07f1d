import * as vscode from 'vscode';
import { removeProfile, readSettings } from '../../editor/settings.ts';
import type { Profile } from '../../editor/profile.ts';
import { unusedName } from '../../editor/environment.ts';
import { activate } from '../activeProfile.ts';
import type { Fixture } from './fixture.ts';
import type { ReplayServer } from './replayServer.ts';

/** Where globalState keeps which profile stands for a replay: a window that died could not take it away. */
const key = 'replay';

interface Mark {
  /** The profile of the replay. */
  name: string;
  /** The active one before it. */
  before: string;
}

/** A fixture that answers in place of a server, as a profile for as long as it runs. */
export class Replay {
  readonly #globalState: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  #running: { server: ReplayServer; mark: Mark } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(globalState: vscode.Memento) {
    this.#globalState = globalState;
  }

  /** The name of the profile that is replayed now. */
  get name(): string | undefined {
    return this.#running?.mark.name;
  }

  /** Makes it the active profile. `title` is the file's name. */
  async start(fixture: Fixture, title: string, options: { paced: boolean }): Promise<void> {
    await this.stop();
    const { startReplay } = await import('./replayServer.ts');
    const server = await startReplay(fixture, options);
    const { profiles, activeProfile: before } = readSettings();
    const usesResponses = fixture.exchanges.some(({ path }) => path === '/responses');
    const profile: Profile = {
      name: unusedName(`Replay of ${title}`, profiles),
      baseURL: server.baseURL,
      api: usesResponses ? 'responses' : 'chatCompletions',
      notice: `Answers are those of ${title}: nothing leaves this machine. Stop it in the Requests panel.`,
    };
    const mark: Mark = { name: profile.name, before };
    this.#running = { server, mark };
    await this.#globalState.update(key, mark);
    await activate(this.#globalState, profile);
    this.#changed.fire();
  }

  /** Ends it and goes back to the profile from before. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    await running.server.close();
    await this.#restore(running.mark);
    this.#changed.fire();
  }

  /** Takes away the profile of a replay that ended with its window. One that another window runs stays. */
  async cleanUp(): Promise<void> {
    const mark = this.#globalState.get<Mark>(key);
    const profile = readSettings().profiles.find(({ name }) => name === mark?.name);
    if (this.#running || !mark || !profile || (await answers(profile.baseURL))) return;
    await this.#restore(mark);
  }

  async #restore(mark: Mark): Promise<void> {
    const { profiles, activeProfile } = readSettings();
    const before = profiles.find(({ name }) => name === mark.before) ?? profiles[0];
    if (activeProfile === mark.name && before) await activate(this.#globalState, before);
    await removeProfile(mark.name);
    // Another window may replay by now.
    if (this.#globalState.get<Mark>(key)?.name === mark.name) await this.#globalState.update(key, undefined);
  }
}

async function answers(baseURL: string): Promise<boolean> {
  try {
    return (await fetch(`${baseURL}/models`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
