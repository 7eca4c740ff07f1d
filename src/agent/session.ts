import { randomUUID } from 'node:crypto';
import type { AnswerPosition } from './answerPosition.ts';
import { isRunning, type TurnEvent } from './events.ts';
import { Interruption } from './failure.ts';
import { KeptTranscript } from './keptTranscript.ts';
import type { MessageQueue } from './messageQueue.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { runSessionTurn } from './sessionTurn.ts';
import type { Attachment, Item, Transcript, UserItem } from './transcript.ts';
import type { TurnChoice } from './turnSettings.ts';
import { newUserItem, refuseEmpty } from './userItem.ts';
import { withAlternative } from './withAlternative.ts';

/** One conversation: its transcript, and the turn under way, if any. */
export class Session {
  readonly id: string;
  readonly #options: SessionOptions;
  readonly #kept: KeptTranscript;
  /** Set while a turn runs. */
  #abort: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.#options = options;
    this.#kept = new KeptTranscript(options.store, options.transcript);
    this.#dropSent();
  }

  /**
   * Ends with a result unless a turn runs, here or in another window, or can be gone on with. Listeners hear first what
   * led to it: their next events follow on it.
   */
  get transcript(): Transcript {
    this.#kept.tell();
    return this.#kept.items;
  }

  get queue(): MessageQueue {
    return this.#options.queue;
  }

  get running(): boolean {
    return this.#abort !== undefined;
  }

  /** Resolves when the turn under way, if any, has ended. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** What happens to `transcript` as it is now, about once a frame. Returns a function that stops listening. */
  onEvents(listener: (events: readonly TurnEvent[]) => void): () => void {
    return this.#kept.onEvents(listener);
  }

  /**
   * Runs a turn; resolves when it has ended, well or not: its result item says how. Rejects only when there is nothing
   * to send, a turn runs already, or the message cannot be stored; then nothing was sent.
   */
  async send(text: string, attachments: readonly Attachment[] = []): Promise<void> {
    await this.#run({ keep: this.#kept.items.length, user: this.#newUserItem({ text, attachments }) });
  }

  /** Sends the message once the turn under way has ended well; at once where none is. */
  async enqueue(text: string, attachments: readonly Attachment[], steers: boolean): Promise<void> {
    if (!this.running) return this.send(text, attachments);
    refuseEmpty(text, attachments);
    this.queue.add({ id: randomUUID(), text, attachments, ...(steers && { steers }) });
  }

  /** Sends what waits in the queue, unless a turn is under way. */
  async sendQueued(): Promise<void> {
    if (this.#abort || this.#disposed) return;
    this.queue.refresh();
    const sent = this.#ids();
    const next = this.queue.messages.find(({ id }) => !sent.has(id));
    if (next) await this.#run({ keep: this.#kept.items.length, user: this.#newUserItem(next) });
  }

  /** Answers a user message again, the last one unless said. What came of it is kept beside. */
  async retry({ itemId, ...choice }: TurnChoice & { itemId?: string } = {}): Promise<void> {
    const isIt = ({ type, id }: Item) => type === 'user' && (itemId === undefined || id === itemId);
    const at = this.#kept.items.findLastIndex(isIt);
    if (at < 0) throw new Error('There is no message to send again.');
    await this.#run({ keep: at + 1, choice });
  }

  /** Puts another text in place of a user message, and answers it. What was there is kept beside. Attachments stay. */
  async editAndResend(itemId: string, text: string): Promise<void> {
    const at = this.#kept.items.findIndex((item) => item.id === itemId);
    const item = this.#kept.items[at];
    if (item?.type !== 'user') throw new Error('This message is not in the conversation any more.');
    await this.#run({ keep: at, user: this.#newUserItem({ text, attachments: item.attachments }) });
  }

  /** Goes on from another of several answers, numbered from 0. What came after the one that counted is kept beside. */
  chooseAlternative(itemId: string, index: number): void {
    this.#refuseRunning();
    const { items } = this.#kept;
    const at = items.findIndex((item) => item.id === itemId);
    const item = items[at];
    const chosen = item?.type === 'assistant' ? withAlternative(item, index) : undefined;
    const end = items.findIndex((each, position) => position > at && each.type === 'result');
    const result = items[end];
    if (!chosen || !result) throw new Error('This answer is not in the conversation any more.');
    if (end === at + 1 && end === items.length - 1) this.#kept.add({ type: 'item', item: chosen });
    else {
      this.#kept.goOn(at, undefined);
      for (const each of [chosen, result]) this.#kept.add({ type: 'item', item: { ...each, id: randomUUID() } });
    }
    this.#kept.tell();
  }

  /** Goes back to before a user message. What came after is kept beside. Throws while a turn runs. */
  rewind(itemId: string): void {
    this.#refuseRunning();
    const at = this.#kept.items.findIndex((item) => item.id === itemId);
    if (at < 0) throw new Error('This message is not in the conversation any more.');
    this.#kept.goOn(at, undefined);
  }

  /** Takes up a transcript that is stored: another branch, or what another window wrote. Throws while a turn runs. */
  takeUp(stored: Transcript): void {
    if (this.#abort) throw new Error(stillAnswering);
    this.#kept.takeUp(stored);
    this.queue.refresh();
  }

  /**
   * Goes on with the answer that the stored transcript ends in, where the server gives it without a connection; resolves
   * when the turn has ended. Does nothing where there is none, or another window has taken it up.
   */
  async resume(): Promise<void> {
    if (this.#abort || this.#disposed || !isRunning(this.#kept.items)) return;
    const { store } = this.#options;
    const reached = store.runsElsewhere() ? undefined : store.reached();
    if (!reached || !store.claim()) return;
    await this.#start({ model: reached.model }, reached);
  }

  /** Stores what the store could not take before. True where all is stored. */
  saveUnsaved(): boolean {
    if (this.#kept.isBehind && !this.running) this.#kept.trySave();
    return !this.#kept.isBehind;
  }

  /** Stops the running turn, also one of another window, or that a window left which is gone. What had arrived stays. */
  stop(): void {
    if (this.#abort) this.#abort.abort();
    else if (isRunning(this.#kept.items)) this.#options.store.endClaim();
  }

  /** Ends the running turn as interrupted, unless it can be gone on with; resolves when all is stored and told. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#abort?.abort(new Interruption('The window closes.'));
    await this.#ended;
    this.#kept.save();
    this.#kept.stopTelling();
  }

  async #run({ keep, user, choice = {} }: TurnStart): Promise<void> {
    this.#refuseRunning();
    // Before the request leaves, what it is about is stored.
    this.#kept.goOn(keep, user);
    await this.#start(choice);
  }

  async #start(choice: TurnChoice, reached?: AnswerPosition): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#dropSent();
    const turn = { session: this.#options, kept: this.#kept, choice, abort };
    this.#ended = runSessionTurn({ ...turn, ...(reached && { reached }) }).finally(() => {
      this.#abort = undefined;
      this.#kept.tell();
    });
    await this.#ended;
    const last = this.#kept.items.at(-1);
    // This turn has ended well. What cannot be sent now waits on, and says why when the user sends it.
    if (last?.type === 'result' && last.end === 'complete') await this.sendQueued().catch(() => undefined);
  }

  #newUserItem(message: Parameters<typeof newUserItem>[0]): UserItem {
    return newUserItem(message, this.#options.facts?.());
  }

  #refuseRunning(): void {
    if (this.#disposed) throw new Error('This conversation is closed.');
    if (this.#abort) throw new Error(stillAnswering);
    if (isRunning(this.#kept.items)) throw new Error('Another window is answering here. Wait for it, or stop it.');
  }

  #ids(): ReadonlySet<string> {
    return new Set(this.#kept.items.map(({ id }) => id));
  }

  /** Takes what has become an item out of the queue; a crash may have left more of it there. */
  #dropSent(): void {
    const sent = this.#ids();
    try {
      for (const { id } of this.queue.messages) if (sent.has(id)) this.queue.remove(id);
    } catch {
      // It cannot be stored now: it is dropped with the next turn, and not sent again.
    }
  }
}

const stillAnswering = 'Parley is still answering. Stop it first, or wait.';

interface TurnStart {
  /** How many items stay. */
  keep: number;
  user?: UserItem;
  choice?: TurnChoice;
}
