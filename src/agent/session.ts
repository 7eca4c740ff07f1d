import { randomUUID } from 'node:crypto';
import type { AnswerPosition } from './answerPosition.ts';
import type { Approvals } from './approval.ts';
import type { Budget } from './budget.ts';
import { closeTranscript } from './closeTranscript.ts';
import { EventBatcher } from './eventBatcher.ts';
import { applyEvent, isRunning, type TurnEvent } from './events.ts';
import { endOfStopped, errorInfo, Interruption } from './failure.ts';
import type { ModelStream, ReasoningEffort } from './models/modelStream.ts';
import type { SentHostedTools, SentParameters } from './models/requestParameters.ts';
import type { MessageQueue, QueuedMessage } from './messageQueue.ts';
import type { Questions } from './question.ts';
import { resumedTurn } from './resumedTurn.ts';
import { runTurn } from './runTurn.ts';
import type { Tool } from './tool.ts';
import type { Attachment, Item, ResultItem, Transcript, UserItem } from './transcript.ts';
import { TranscriptSaver } from './transcriptSaver.ts';
import type { TranscriptStore } from './transcriptStore.ts';
import { untilAborted } from './untilAborted.ts';

export interface TurnSettings {
  model: string;
  effort?: ReasoningEffort;
  parameters?: SentParameters;
  hostedTools?: SentHostedTools;
  /** See `ModelRequest`. */
  background?: boolean;
  instructions: string;
  stream: ModelStream;
  /** Those of a request, given what came before it: calls may have opened more. */
  tools: (transcript: Transcript) => readonly Tool[];
  stepLimit: number;
}

export interface SessionOptions {
  id: string;
  /** As it is stored. */
  transcript: Transcript;
  /** What is sent once a turn has ended well, and what steers it. */
  queue: MessageQueue;
  approvals: Approvals;
  questions: Questions;
  /** Absent: there is no limit, and nothing is counted. */
  budget?: Budget;
  /** What holds as a message is sent, a line each; absent: nothing is said of it. */
  facts?: () => readonly string[];
  /** Asked at the start of every turn. */
  settings: (choice: TurnChoice) => Promise<TurnSettings>;
  store: TranscriptStore;
}

/** What is asked for with a single turn. */
export interface TurnChoice {
  /** In place of the conversation's. */
  model?: string;
}

/** One conversation: its transcript, and the turn under way, if any. */
export class Session {
  readonly id: string;
  readonly #options: SessionOptions;
  readonly #saver: TranscriptSaver;
  readonly #batcher = new EventBatcher((events) => {
    for (const listener of this.#listeners) listener(events);
  });
  readonly #listeners = new Set<(events: readonly TurnEvent[]) => void>();
  #transcript: Transcript;
  /** Set while a turn runs. */
  #abort: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();
  #disposed = false;
  /** Ids of queued messages that the running turn has, but not the store. */
  readonly #taken = new Set<string>();

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.#options = options;
    this.#transcript = this.#closed(options.transcript);
    this.#saver = new TranscriptSaver({ store: options.store, transcript: () => this.#transcript });
    this.#markClosed(options.transcript);
    this.#dropSent();
  }

  /**
   * Ends with a result unless a turn runs, here or in another window, or can be gone on with. Listeners hear first what
   * led to it: their next events follow on it.
   */
  get transcript(): Transcript {
    this.#batcher.flush();
    return this.#transcript;
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
    this.#batcher.flush();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs a turn; resolves when it has ended, well or not: its result item says how. Rejects only when there is nothing
   * to send, a turn runs already, or the message cannot be stored; then nothing was sent.
   */
  async send(text: string, attachments: readonly Attachment[] = []): Promise<void> {
    await this.#run({ keep: this.#transcript.length, user: this.#newUserItem(text, attachments) });
  }

  /** Sends the message once the turn under way has ended well; at once where none is. */
  async enqueue(text: string, attachments: readonly Attachment[], steers: boolean): Promise<void> {
    if (!this.running) return this.send(text, attachments);
    refuseEmpty(text, attachments);
    this.queue.add({ id: randomUUID(), text, attachments, ...(steers && { steers }) });
  }

  /** Sends what waits in the queue, unless a turn is under way. */
  async sendQueued(): Promise<void> {
    const [next] = this.queue.messages;
    if (!next || this.#abort || this.#disposed) return;
    const user = this.#newUserItem(next.text, next.attachments, next.id);
    await this.#run({ keep: this.#transcript.length, user, onStored: () => void this.queue.remove(next.id) });
  }

  /** Answers a user message again, the last one unless said. What came of it is kept beside. */
  async retry({ itemId, ...choice }: TurnChoice & { itemId?: string } = {}): Promise<void> {
    const isIt = ({ type, id }: Item) => type === 'user' && (itemId === undefined || id === itemId);
    const at = this.#transcript.findLastIndex(isIt);
    if (at < 0) throw new Error('There is no message to send again.');
    await this.#run({ keep: at + 1, choice });
  }

  /** Puts another text in place of a user message, and answers it. What was there is kept beside. Attachments stay. */
  async editAndResend(itemId: string, text: string): Promise<void> {
    const at = this.#transcript.findIndex((item) => item.id === itemId);
    const item = this.#transcript[at];
    if (item?.type !== 'user') throw new Error('This message is not in the conversation any more.');
    await this.#run({ keep: at, user: this.#newUserItem(text, item.attachments) });
  }

  /** Goes back to before a user message. What came after is kept beside. Throws while a turn runs. */
  rewind(itemId: string): void {
    this.#refuseRunning();
    const at = this.#transcript.findIndex((item) => item.id === itemId);
    if (at < 0) throw new Error('This message is not in the conversation any more.');
    this.#prepare(at, undefined);
  }

  /** Takes up a transcript that is stored: another branch, or what another window wrote. Throws while a turn runs. */
  takeUp(stored: Transcript): void {
    if (this.#abort) throw new Error(stillAnswering);
    const next = this.#closed(stored);
    const kept = commonLength(this.#transcript, next);
    const first = this.#transcript[kept];
    this.#saver.forgetFrom(kept);
    if (first) this.#apply({ type: 'truncated', fromItemId: first.id });
    for (const item of next.slice(kept)) this.#apply({ type: 'item', item });
    this.#markClosed(stored);
    this.#batcher.flush();
  }

  /**
   * Goes on with the answer that the stored transcript ends in, where the server gives it without a connection; resolves
   * when the turn has ended. Does nothing where there is none, or another window has taken it up.
   */
  async resume(): Promise<void> {
    if (this.#abort || this.#disposed || !isRunning(this.#transcript)) return;
    const { store } = this.#options;
    const reached = store.runsElsewhere() ? undefined : store.reached();
    if (!reached || !store.claim()) return;
    await this.#start({ model: reached.model }, reached);
  }

  /** Stores what the store could not take before. True where all is stored. */
  saveUnsaved(): boolean {
    if (this.#saver.isBehind && !this.running) this.#saver.trySave();
    return !this.#saver.isBehind;
  }

  /** Stops the running turn. What had arrived stays. */
  stop(): void {
    this.#abort?.abort();
  }

  /** Ends the running turn as interrupted, unless it can be gone on with; resolves when all is stored and told. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#abort?.abort(new Interruption('The window closes.'));
    await this.#ended;
    this.#saver.save();
    this.#listeners.clear();
  }

  async #run({ keep, user, choice = {}, onStored }: TurnStart): Promise<void> {
    this.#refuseRunning();
    this.#prepare(keep, user);
    onStored?.();
    await this.#start(choice);
  }

  async #start(choice: TurnChoice, reached?: AnswerPosition): Promise<void> {
    this.#abort = new AbortController();
    this.#ended = this.#runTurn(choice, this.#abort.signal, reached);
    await this.#ended;
    const last = this.#transcript.at(-1);
    if (last?.type === 'result' && last.end === 'complete') await this.sendQueued();
  }

  #newUserItem(text: string, attachments: readonly Attachment[], id: string = randomUUID()): UserItem {
    refuseEmpty(text, attachments);
    const facts = this.#options.facts?.() ?? [];
    return { type: 'user', id, at: Date.now(), text, attachments, ...(facts.length > 0 && { facts }) };
  }

  #refuseRunning(): void {
    if (this.#disposed) throw new Error('This conversation is closed.');
    if (this.#abort) throw new Error(stillAnswering);
    if (isRunning(this.#transcript))
      throw new Error('Another window is answering here. Wait for it, or stop it there.');
  }

  /** Before the request leaves, what it is about is stored. */
  #prepare(keep: number, user: UserItem | undefined): void {
    const first = this.#transcript[keep];
    // What a crash cut off is closed before the conversation goes on from it, or beside it.
    this.#saver.save();
    if (first) {
      this.#saver.fork(keep);
      this.#apply({ type: 'truncated', fromItemId: first.id });
    }
    if (user) {
      this.#options.store.put(keep, user);
      this.#apply({ type: 'item', item: user });
    }
  }

  /** The messages for the running turn, as items of it. They stay in the queue until they are stored as such. */
  #takeSteering(): readonly UserItem[] {
    const isNew = ({ id }: QueuedMessage) => !this.#taken.has(id);
    return this.queue
      .steering()
      .filter(isNew)
      .map(({ id, text, attachments }) => {
        this.#taken.add(id);
        return this.#newUserItem(text, attachments, id);
      });
  }

  /** A crash can leave a message in the queue that has become an item. */
  #dropSent(): void {
    const ids = new Set(this.#transcript.map(({ id }) => id));
    try {
      for (const { id } of this.queue.messages) if (ids.has(id)) this.queue.remove(id);
    } catch {
      // It cannot be stored now: it is dropped again the next time.
    }
  }

  /** A turn that runs in another window goes on, or can with `resume`; any other that has no end was cut off. */
  #closed(stored: Transcript): Transcript {
    const { store } = this.#options;
    return store.runsElsewhere() || store.reached() ? stored : closeTranscript(stored);
  }

  /** Stored with the next message: another window may be the one that runs this turn. */
  #markClosed(stored: Transcript): void {
    this.#transcript.forEach((item, at) => {
      if (item !== stored[at]) this.#saver.markUnsaved(item.id);
    });
  }

  async #runTurn(choice: TurnChoice, signal: AbortSignal, reached?: AnswerPosition): Promise<void> {
    const startedAt = Date.now();
    const isLeft = () => signal.reason instanceof Interruption && this.#saver.canGoOn;
    try {
      this.#saver.beginTurn(reached);
      const { store } = this.#options;
      if (!reached) store.claim();
      if (!reached && store.reached()) store.reach(null);
      const settings = await untilAborted(this.#options.settings(choice), signal);
      const { id: conversationId, approvals, questions, budget } = this.#options;
      const resumed = reached && resumedTurn(this.#transcript, reached);
      const transcript = resumed?.transcript ?? this.#transcript;
      const steering = () => this.#takeSteering();
      const options = { ...settings, conversationId, transcript, approvals, questions, steering, signal };
      const events = runTurn({ ...options, ...(budget && { budget }), ...(resumed && { resumed }) });
      for await (const event of events) {
        // What is left to be gone on with stays as it is stored.
        if (isLeft()) continue;
        this.#apply(event);
        this.#saver.saveAfter(event);
        if (event.type === 'item' && this.#taken.delete(event.item.id)) this.queue.remove(event.item.id);
      }
    } catch (error) {
      if (isLeft()) return;
      // A turn never throws: it could not begin, or not be stored.
      this.#close({
        at: Date.now(),
        durationMs: Date.now() - startedAt,
        ...(signal.aborted ? { end: endOfStopped(signal) } : { end: 'failed', error: errorInfo(error) }),
      });
    } finally {
      this.#abort = undefined;
      this.#taken.clear();
      this.#release();
      this.#batcher.flush();
    }
  }

  #release(): void {
    try {
      this.#options.store.release();
    } catch {
      // The claim of a process that runs no turn lasts as long as the process at most.
    }
  }

  #close(result: Partial<ResultItem>): void {
    const before = this.#transcript;
    closeTranscript(before, result).forEach((item, at) => {
      if (item === before[at]) return;
      this.#apply({ type: 'item', item });
      this.#saver.markUnsaved(item.id);
    });
    this.#saver.trySave();
  }

  #apply(event: TurnEvent): void {
    this.#transcript = applyEvent(this.#transcript, event);
    this.#batcher.add(event);
  }
}

const stillAnswering = 'Parley is still answering. Stop it first, or wait.';

interface TurnStart {
  /** How many items stay. */
  keep: number;
  user?: UserItem;
  choice?: TurnChoice;
  /** Called once the message is stored. */
  onStored?: () => void;
}

function refuseEmpty(text: string, attachments: readonly Attachment[]): void {
  if (text.trim() === '' && attachments.length === 0) throw new Error('There is nothing to send.');
}

/** How many items both begin with. */
function commonLength(a: Transcript, b: Transcript): number {
  const at = a.findIndex((item, index) => JSON.stringify(item) !== JSON.stringify(b[index]));
  return at < 0 ? a.length : at;
}
