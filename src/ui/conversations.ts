import { randomUUID } from 'node:crypto';
import type { Approvals } from '../agent/approval.ts';
import { isRunning } from '../agent/events.ts';
import { MessageQueue } from '../agent/messageQueue.ts';
import type { Questions } from '../agent/question.ts';
import { Session } from '../agent/session.ts';
import { titleOf } from '../agent/title.ts';
import type { Attachment, Transcript } from '../agent/transcript.ts';
import type { TurnChoice, TurnSettings } from '../agent/turnSettings.ts';
import type { ConversationSummary } from '../protocol/chat.ts';
import { ConversationBudget, type BudgetLimits } from '../store/conversationBudget.ts';
import type { ConversationStore, NewConversation } from '../store/conversationStore.ts';
import type { SearchHit } from '../store/search.ts';
import type { WholeConversation } from '../store/wholeConversation.ts';
import type { StoredTranscript } from '../store/storedTranscript.ts';
import type { ViewStore } from '../store/viewStore.ts';
import { ConversationNews } from './conversationNews.ts';
import { OpenedStore } from './openedStore.ts';
import { Spending } from './spending.ts';

/** A conversation in memory. It is in the store from its first message on. */
export interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly session: Session;
  readonly stored: StoredTranscript;
}

interface Opened extends Conversation {
  title: string;
  /** Whether the store has it. */
  isStored: boolean;
  /** By how many it is shown. */
  users: number;
}

interface Ports {
  openStore: () => Promise<ConversationStore>;
  approvals: Approvals;
  questions: Questions;
  /** What a turn of this conversation is run with; asked as it begins. */
  turnSettings: (conversationId: string, choice: TurnChoice) => Promise<TurnSettings>;
  /** Called with the id of a new conversation, before it is shown. */
  onCreate?: (conversationId: string) => Promise<void>;
  /** Called with the ids of a conversation and of its copy, before the copy is shown. */
  onFork?: (conversationId: string, copyId: string) => Promise<void>;
  /** Removes what is kept elsewhere for a conversation that is about to be removed for good. */
  onPurge?: (conversationId: string) => Promise<void>;
  /** Told what went wrong where nobody waits for it. */
  onError: (what: string, error: unknown) => void;
  /** What holds as a message is sent; see `messageFacts`. */
  messageFacts?: () => readonly string[];
  /** What conversations may cost; asked before each request. */
  budgetLimits: () => BudgetLimits;
  /** Names what is open, for conversations that begin. */
  workspace: () => string;
}

/** Conversations that nobody shows stay in memory up to this number. */
const MOST_UNUSED = 4;

/** All conversations: those in the store, and the sessions of those opened in this window. Several may run at once. */
export class Conversations {
  readonly #ports: Ports;
  readonly #opened = new Map<string, Opened>();
  readonly #news = new ConversationNews();
  readonly #store: OpenedStore;

  /** The list or a title has changed, a turn began or ended. */
  readonly onDidChange = this.#news.onDidChange;
  /** The conversation with this id is gone; `restore` may bring it back. */
  readonly onDidDelete = this.#news.onDidDelete;
  /** A turn waits for the user. */
  readonly onDidWait = this.#news.onDidWait;
  /** A turn has ended, well or not. */
  readonly onDidEnd = this.#news.onDidEnd;
  /** How a conversation could go on otherwise has changed, or what waits in its queue. */
  readonly onDidBranch = this.#news.onDidBranch;

  /** What features that are no conversations spend, in the same ledger. */
  readonly spending: Spending;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#store = new OpenedStore(ports);
    this.spending = new Spending(() => this.#store.open(), ports.budgetLimits);
  }

  /** The stored ones: pinned first, then the latest. */
  async list(): Promise<ConversationSummary[]> {
    const rows = (await this.#store.open()).list();
    return rows.map((row) => ({ ...row, running: isRunning(this.#opened.get(row.id)?.session.transcript ?? []) }));
  }

  async search(query: string): Promise<readonly SearchHit[]> {
    return (await this.#store.open()).search(query);
  }

  async create(): Promise<Conversation> {
    const id = randomUUID();
    await this.#ports.onCreate?.(id);
    return this.#add({ id, title: 'New chat', isStored: false }, await this.#store.open());
  }

  /** Undefined where there is none with this id. */
  async open(id: string): Promise<Conversation | undefined> {
    const store = await this.#store.open();
    const known = this.#opened.get(id);
    if (known) return known;
    const title = store.title(id);
    return title === undefined ? undefined : this.#add({ id, title, isStored: true }, store);
  }

  /** Keeps it in memory until the function that is answered is called. */
  use(id: string): () => void {
    const opened = this.#opened.get(id);
    if (!opened) return () => undefined;
    opened.users++;
    return () => {
      opened.users--;
      this.#dropUnused();
    };
  }

  /** Resolves when the turn has ended; where one runs, once the message waits for its end or, with `steers`, goes to it. */
  async send(id: string, text: string, attachments: readonly Attachment[], { steers = false } = {}): Promise<void> {
    const conversation = this.#require(id);
    await this.#keep(conversation, titleOf(text));
    this.#refresh(conversation);
    await conversation.session.enqueue(text, attachments, steers);
  }

  /** As `send`, once no turn is under way. */
  async sendNext(id: string, text: string): Promise<void> {
    const { session } = this.#require(id);
    // The user may have sent something first.
    while (session.running) await session.ended;
    await this.send(id, text, []);
  }

  /** Takes up another continuation at a position of its `stored.forks()`. */
  choose(id: string, position: number, branch: number): void {
    const { stored, session } = this.#require(id);
    refuseRunning(session);
    stored.choose(position, branch);
    this.#takeUp(session, stored);
    this.#news.branched(id);
  }

  /** Opens the conversation on a branch that holds the item. Undefined where it is gone. */
  async openAt(id: string, itemId: string): Promise<Conversation | undefined> {
    const conversation = await this.open(id);
    if (!conversation) return undefined;
    const { stored, session } = conversation;
    if (session.transcript.some((item) => item.id === itemId)) return conversation;
    refuseRunning(session);
    if (!stored.reveal(itemId)) return undefined;
    this.#takeUp(session, stored);
    this.#news.branched(id);
    return conversation;
  }

  /** A new conversation with all up to the end of the turn that the item is in; a turn under way stays behind. */
  async fork(id: string, itemId: string): Promise<Conversation> {
    const { stored, session, title } = this.#require(id);
    const { transcript } = session;
    const at = transcript.findIndex((item) => item.id === itemId);
    const end = transcript.findIndex((item, index) => index >= at && item.type === 'result');
    if (at < 0 || end < 0) throw new Error('Wait for the end of the answer, then fork the conversation.');
    return this.#copy(id, stored, end + 1, { title: `${title} (fork)` });
  }

  /** A new conversation with all before this message, for another model's answer; a turn under way goes on in the old one. */
  async beginComparison(id: string, messageId: string, model: string): Promise<Conversation> {
    const { stored, session, title } = this.#require(id);
    const at = session.transcript.findIndex((item) => item.id === messageId);
    if (at < 0) throw new Error('This message is not in the conversation any more.');
    const comparedWith = { conversationId: id, messageId, model };
    return this.#copy(id, stored, at, { title: `${title} (${model})`, comparedWith });
  }

  /** Puts another continuation beside what stands from a position on. With `isShown`, the conversation goes on with it. */
  putBeside(id: string, position: number, items: Transcript, { isShown }: { isShown: boolean }): void {
    const { stored, session } = this.#require(id);
    refuseRunning(session);
    stored.addBranch(position, items, { isShown });
    this.#takeUp(session, stored);
    this.#news.branched(id);
  }

  async rename(id: string, title: string): Promise<void> {
    const name = title.trim();
    if (!name) throw new Error('A conversation needs a title.');
    (await this.#store.open()).rename(id, name);
    const opened = this.#opened.get(id);
    if (opened) opened.title = name;
    this.#news.changed();
  }

  async pin(id: string, pinned: boolean): Promise<void> {
    (await this.#store.open()).pin(id, pinned);
    this.#news.changed();
  }

  async archive(id: string, archived: boolean): Promise<void> {
    (await this.#store.open()).archive(id, archived);
    this.#news.changed();
  }

  /** Ends its turn, if one is running. `restore` brings it back. */
  async delete(id: string): Promise<void> {
    const opened = this.#opened.get(id);
    this.#opened.delete(id);
    opened?.session.stop();
    await opened?.session.dispose();
    (await this.#store.open()).delete(id);
    this.#news.deleted(id);
    this.#news.changed();
  }

  async restore(id: string): Promise<void> {
    if (!(await this.#store.open()).restore(id)) throw new Error('This conversation is deleted for good.');
    this.#news.changed();
  }

  /** What is kept with a conversation as JSON; see `ConversationStore.settings`. */
  async settings(id: string): Promise<string> {
    return (await this.#store.open()).settings(id);
  }

  /** False where it is not stored yet: nothing is kept. */
  async setSettings(id: string, json: string): Promise<boolean> {
    return (await this.#store.open()).setSettings(id, json);
  }

  /** With all branches; undefined where nothing is stored of it. */
  async whole(id: string): Promise<WholeConversation | undefined> {
    return (await this.#store.open()).whole(id);
  }

  /** A new conversation with all that stands there. */
  async import(whole: WholeConversation): Promise<Conversation> {
    const id = randomUUID();
    (await this.#store.open()).putWhole(whole, { id, at: Date.now() });
    this.#news.changed();
    return this.#openStored(id);
  }

  /** What chat views keep. */
  readonly views = async (): Promise<ViewStore> => (await this.#store.open()).views;

  /** Takes up what other windows have written. True where there was something. */
  async refresh(): Promise<boolean> {
    // Nothing is opened for this: without a store there is nothing to bring up to date.
    const store = await this.#store.known;
    if (!store) return false;
    for (const conversation of this.#opened.values()) this.#refresh(conversation);
    if (!store.hasChanged()) return false;
    for (const conversation of this.#opened.values()) this.#follow(conversation, store.title(conversation.id));
    this.#news.changed();
    return true;
  }

  /** Ends all turns, writes what is left and closes the store. */
  async close(): Promise<void> {
    await this.#store.close(async () => {
      const ends = await Promise.allSettled([...this.#opened.values()].map(({ session }) => session.dispose()));
      for (const end of ends) {
        if (end.status === 'rejected') this.#ports.onError('A conversation could not be stored.', end.reason);
      }
      this.#opened.clear();
    });
    this.#news.dispose();
  }

  async #copy(
    id: string,
    stored: StoredTranscript,
    length: number,
    more: Pick<NewConversation, 'title' | 'comparedWith'>,
  ): Promise<Conversation> {
    const copy = { id: randomUUID(), at: Date.now(), workspace: this.#ports.workspace(), ...more };
    (await this.#store.open()).copy(stored, length, copy);
    await this.#ports.onFork?.(id, copy.id);
    this.#news.changed();
    return this.#openStored(copy.id);
  }

  /** One that was just put into the store. */
  async #openStored(id: string): Promise<Opened> {
    await this.open(id);
    return this.#require(id);
  }

  #require(id: string): Opened {
    const conversation = this.#opened.get(id);
    if (!conversation) throw new Error('This conversation was deleted.');
    return conversation;
  }

  /** Puts a new conversation into the store. */
  async #keep(conversation: Opened, title: string): Promise<void> {
    const store = await this.#store.open();
    if (conversation.isStored) {
      // Another window may have deleted it: who goes on with it wants it.
      if (store.title(conversation.id) !== undefined) return;
      if (!store.restore(conversation.id)) throw new Error('This conversation is deleted for good.');
      this.#news.changed();
      return;
    }
    store.create({ id: conversation.id, title, at: Date.now(), workspace: this.#ports.workspace() });
    conversation.title = title;
    conversation.isStored = true;
    this.#news.changed();
  }

  #refresh({ id, session, stored }: Opened): void {
    if (session.running || !session.saveUnsaved()) return;
    const wasCutOff = isRunning(session.transcript) && !stored.runsElsewhere();
    if (!stored.isBehind() && !wasCutOff) return;
    this.#takeUp(session, stored);
    this.#news.branched(id);
    this.#resume(session);
  }

  /** Has the title of the store, or goes with what another window has deleted; a turn under way goes on. */
  #follow(conversation: Opened, title: string | undefined): void {
    const { id, session, isStored } = conversation;
    if (title !== undefined) conversation.title = title;
    else if (isStored && !session.running) {
      this.#letGo(id, session);
      this.#news.deleted(id);
    }
  }

  /** An answer that the server still gives goes on, whoever looks. */
  #resume(session: Session): void {
    session.resume().catch((error: unknown) => this.#ports.onError('An answer could not be gone on with.', error));
  }

  #budgetOf(id: string, { ledger }: ConversationStore): ConversationBudget {
    return new ConversationBudget({ conversationId: id, ledger, limits: this.#ports.budgetLimits });
  }

  /** What is told of it has happened before: nothing ends or waits now. */
  #takeUp(session: Session, stored: StoredTranscript): void {
    this.#news.takeUp(() => session.takeUp(stored.load()));
  }

  #letGo(id: string, session: Session): void {
    this.#opened.delete(id);
    session.dispose().catch((error: unknown) => this.#ports.onError('A conversation could not be stored.', error));
  }

  #dropUnused(): void {
    const unused = [...this.#opened.values()].filter(({ users, session }) => users === 0 && !session.running);
    for (const { id, session } of unused.slice(0, Math.max(0, unused.length - MOST_UNUSED))) {
      // What the store cannot take now is nowhere else.
      if (!session.saveUnsaved()) continue;
      this.#letGo(id, session);
    }
  }

  #add(of: Pick<Opened, 'id' | 'title' | 'isStored'>, store: ConversationStore): Conversation {
    const { id } = of;
    const { approvals, questions, turnSettings, messageFacts: facts } = this.#ports;
    const budget = this.#budgetOf(id, store);
    const settings = (choice: TurnChoice) => turnSettings(id, choice);
    const stored = store.transcript(id);
    const queue = new MessageQueue(store.queue(id));
    const session = new Session({
      ...{ id, transcript: stored.load(), queue, approvals, questions, budget, settings, store: stored },
      ...(facts && { facts }),
    });
    const conversation: Opened = { ...of, session, stored, users: 0 };
    session.onEvents((events) => this.#news.observe({ id, title: this.#opened.get(id)?.title }, events));
    queue.onChange(() => this.#news.branched(id));
    this.#opened.set(id, conversation);
    this.#resume(session);
    return conversation;
  }
}

function refuseRunning({ running }: Session): void {
  if (running) throw new Error('Parley is still answering. Stop it first, or wait.');
}
