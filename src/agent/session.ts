import { randomUUID } from 'node:crypto';
import type { Approvals } from './approval.ts';
import type { Budget } from './budget.ts';
import { closeTranscript } from './closeTranscript.ts';
import { EventBatcher } from './eventBatcher.ts';
import { applyEvent, type TurnEvent } from './events.ts';
import { endOfStopped, errorInfo, Interruption } from './failure.ts';
import type { ModelStream, ReasoningEffort } from './models/modelStream.ts';
import type { HostedTools, SentParameters } from './models/requestParameters.ts';
import type { Questions } from './question.ts';
import { runTurn } from './runTurn.ts';
import type { Tool } from './tool.ts';
import type { Attachment, ResultItem, Transcript, UserItem } from './transcript.ts';
import { TranscriptSaver, type TranscriptStore } from './transcriptSaver.ts';
import { untilAborted } from './untilAborted.ts';

export type { TranscriptStore };

export interface TurnSettings {
  model: string;
  effort?: ReasoningEffort;
  parameters?: SentParameters;
  hostedTools?: HostedTools;
  instructions: string;
  stream: ModelStream;
  /** Those of a request, given what came before it: calls may have opened more. */
  tools: (transcript: Transcript) => readonly Tool[];
  stepLimit: number;
}

export interface SessionOptions {
  /** Of a conversation the store already knows. */
  id: string;
  transcript: Transcript;
  approvals: Approvals;
  questions: Questions;
  /** Absent: there is no limit, and nothing is counted. */
  budget?: Budget;
  /** What holds as a message is sent, a line each; absent: nothing is said of it. */
  facts?: () => readonly string[];
  /** Asked at the start of every turn. */
  settings: () => Promise<TurnSettings>;
  store: TranscriptStore;
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

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.#options = options;
    this.#transcript = closeTranscript(options.transcript);
    this.#saver = new TranscriptSaver({
      conversationId: options.id,
      store: options.store,
      transcript: () => this.#transcript,
    });
    // Stored with the next message: another window may be the one that runs this turn.
    this.#transcript.forEach((item, at) => {
      if (item !== options.transcript[at]) this.#saver.markUnsaved(item.id);
    });
  }

  /** Ends with a result unless a turn runs. Listeners hear first what led to it: their next events follow on it. */
  get transcript(): Transcript {
    this.#batcher.flush();
    return this.#transcript;
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

  /** Runs the last user message again, in place of what came of it. */
  async retry(): Promise<void> {
    const at = this.#transcript.findLastIndex((item) => item.type === 'user');
    if (at < 0) throw new Error('There is no message to send again.');
    await this.#run({ keep: at + 1 });
  }

  /** Replaces a user message and all after it. Its attachments stay. */
  async editAndResend(itemId: string, text: string): Promise<void> {
    const at = this.#transcript.findIndex((item) => item.id === itemId);
    const item = this.#transcript[at];
    if (item?.type !== 'user') throw new Error('This message is not in the conversation any more.');
    await this.#run({ keep: at, user: this.#newUserItem(text, item.attachments) });
  }

  /** Removes a user message and all after it, and answers with what `bringBack` takes. Throws while a turn runs. */
  rewind(itemId: string): Transcript {
    this.#refuseRunning();
    const at = this.#transcript.findIndex((item) => item.id === itemId);
    if (at < 0) throw new Error('This message is not in the conversation any more.');
    const removed = this.#transcript.slice(at);
    this.#prepare(at, undefined);
    return removed;
  }

  /** Adds items that were removed. Throws while a turn runs. */
  bringBack(removed: Transcript): void {
    this.#refuseRunning();
    for (const item of removed) {
      this.#options.store.putItem(this.id, this.#transcript.length, item);
      this.#apply({ type: 'item', item });
    }
  }

  /** Stops the running turn. What had arrived stays. */
  stop(): void {
    this.#abort?.abort();
  }

  /** Ends the running turn as interrupted; resolves when all is stored and told. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#abort?.abort(new Interruption('The window closes.'));
    await this.#ended;
    this.#saver.save();
    this.#listeners.clear();
  }

  async #run({ keep, user }: { keep: number; user?: UserItem }): Promise<void> {
    this.#refuseRunning();
    this.#prepare(keep, user);
    this.#abort = new AbortController();
    this.#ended = this.#runTurn(this.#abort.signal);
    await this.#ended;
  }

  #newUserItem(text: string, attachments: readonly Attachment[]): UserItem {
    if (text.trim() === '' && attachments.length === 0) throw new Error('There is nothing to send.');
    const facts = this.#options.facts?.() ?? [];
    return { type: 'user', id: randomUUID(), at: Date.now(), text, attachments, ...(facts.length > 0 && { facts }) };
  }

  #refuseRunning(): void {
    if (this.#disposed) throw new Error('This conversation is closed.');
    if (this.#abort) throw new Error('Parley is still answering. Stop it first, or wait.');
  }

  /** Before the request leaves, what it is about is stored. */
  #prepare(keep: number, user: UserItem | undefined): void {
    const first = this.#transcript[keep];
    if (first) {
      this.#saver.truncate(keep);
      this.#apply({ type: 'truncated', fromItemId: first.id });
    }
    this.#saver.save();
    if (user) {
      this.#options.store.putItem(this.id, keep, user);
      this.#apply({ type: 'item', item: user });
    }
  }

  async #runTurn(signal: AbortSignal): Promise<void> {
    const startedAt = Date.now();
    try {
      const settings = await untilAborted(this.#options.settings(), signal);
      const { id: conversationId, approvals, questions, budget } = this.#options;
      const transcript = this.#transcript;
      const options = { ...settings, conversationId, transcript, approvals, questions, signal };
      for await (const event of runTurn({ ...options, ...(budget && { budget }) })) {
        this.#apply(event);
        this.#saver.saveAfter(event);
      }
    } catch (error) {
      // A turn never throws: it could not begin, or not be stored.
      this.#close({
        at: Date.now(),
        durationMs: Date.now() - startedAt,
        ...(signal.aborted ? { end: endOfStopped(signal) } : { end: 'failed', error: errorInfo(error) }),
      });
    } finally {
      this.#abort = undefined;
      this.#batcher.flush();
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
