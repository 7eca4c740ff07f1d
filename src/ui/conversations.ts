import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Approvals } from '../agent/approval.ts';
import { isRunning, type TurnEvent } from '../agent/events.ts';
import type { Questions } from '../agent/question.ts';
import { Session, type TurnSettings } from '../agent/session.ts';
import { titleOf } from '../agent/title.ts';
import type { Attachment, Item, Transcript } from '../agent/transcript.ts';
import type { ConversationSummary } from '../protocol/chat.ts';
import { ConversationBudget, type BudgetLimits } from '../store/conversationBudget.ts';
import type { ConversationStore } from '../store/conversationStore.ts';

/** A conversation in memory. It is in the store from its first message on. */
export interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly session: Session;
}

/** A call or a question that waits for the user. */
export interface Waiting {
  conversationId: string;
  itemId: string;
  /** The end of "Parley …". */
  text: string;
}

interface Ports {
  openStore: () => Promise<ConversationStore>;
  approvals: Approvals;
  questions: Questions;
  /** What a turn of this conversation is run with; asked as it begins. */
  turnSettings: (conversationId: string) => Promise<TurnSettings>;
  /** What holds as a message is sent; see `messageFacts`. */
  messageFacts?: () => readonly string[];
  /** What conversations may cost; asked before each request. */
  budgetLimits: () => BudgetLimits;
  /** Called with each complete answer. */
  onAnswered: () => void;
}

/** All conversations: those in the store, and the sessions of those opened in this window. Several may run at once. */
export class Conversations {
  readonly #ports: Ports;
  readonly #opened = new Map<string, Conversation & { title: string; stored: boolean }>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #deleted = new vscode.EventEmitter<string>();
  readonly #waits = new vscode.EventEmitter<Waiting>();
  #store: Promise<ConversationStore> | undefined;

  /** The list or a title has changed, a turn began or ended. */
  readonly onDidChange = this.#changed.event;
  /** The conversation with this id is gone. */
  readonly onDidDelete = this.#deleted.event;
  /** A turn waits for the user. */
  readonly onDidWait = this.#waits.event;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** The stored ones, latest first. */
  async list(): Promise<ConversationSummary[]> {
    const rows = (await this.#openStore()).list();
    return rows.map((row) => ({ ...row, running: isRunning(this.#opened.get(row.id)?.session.transcript ?? []) }));
  }

  async create(): Promise<Conversation> {
    return this.#add({ id: randomUUID(), title: 'New chat', transcript: [], stored: false }, await this.#openStore());
  }

  /** Undefined where there is none with this id. */
  async open(id: string): Promise<Conversation | undefined> {
    const store = await this.#openStore();
    const known = this.#opened.get(id);
    if (known) return known;
    const row = store.load(id);
    return row && this.#add({ ...row, stored: true }, store);
  }

  /** Resolves when the turn has ended. Rejects while one is running. */
  async send(id: string, text: string, attachments: readonly Attachment[]): Promise<void> {
    const conversation = this.#require(id);
    if (!conversation.stored) {
      conversation.title = titleOf(text);
      (await this.#openStore()).create({ id, title: conversation.title, at: Date.now() });
      conversation.stored = true;
      this.#changed.fire();
    }
    await conversation.session.send(text, attachments);
  }

  /** As `send`, once no turn is under way. */
  async sendNext(id: string, text: string): Promise<void> {
    const { session } = this.#require(id);
    // The user may have sent something first.
    while (session.running) await session.ended;
    await this.send(id, text, []);
  }

  async rename(id: string, title: string): Promise<void> {
    const name = title.trim();
    if (!name) throw new Error('A conversation needs a title.');
    (await this.#openStore()).rename(id, name);
    const opened = this.#opened.get(id);
    if (opened) opened.title = name;
    this.#changed.fire();
  }

  /** Ends its turn, if one is running. */
  async delete(id: string): Promise<void> {
    const opened = this.#opened.get(id);
    this.#opened.delete(id);
    await opened?.session.dispose();
    (await this.#openStore()).delete(id);
    this.#deleted.fire(id);
    this.#changed.fire();
  }

  /** Ends all turns, writes what is left and closes the store. */
  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map(({ session }) => session.dispose()));
    this.#opened.clear();
    (await this.#store)?.close();
    this.#store = undefined;
    this.#changed.dispose();
    this.#deleted.dispose();
    this.#waits.dispose();
  }

  #openStore(): Promise<ConversationStore> {
    return (this.#store ??= this.#ports.openStore());
  }

  #require(id: string) {
    const conversation = this.#opened.get(id);
    if (!conversation) throw new Error('This conversation was deleted.');
    return conversation;
  }

  #add(
    { id, title, transcript, stored }: { id: string; title: string; transcript: Transcript; stored: boolean },
    store: ConversationStore,
  ): Conversation {
    const { approvals, questions, turnSettings, budgetLimits: limits, messageFacts: facts } = this.#ports;
    const budget = new ConversationBudget({ conversationId: id, ledger: store.ledger, limits });
    const settings = () => turnSettings(id);
    const session = new Session({
      ...{ id, transcript, approvals, questions, budget, settings, store },
      ...(facts && { facts }),
    });
    session.onEvents((events) => this.#observe(id, events));
    const conversation = { id, title, stored, session };
    this.#opened.set(id, conversation);
    return conversation;
  }

  #observe(conversationId: string, events: readonly TurnEvent[]): void {
    for (const event of events) {
      if (event.type !== 'item') continue;
      const text = waitingFor(event.item);
      if (text !== undefined) this.#waits.fire({ conversationId, itemId: event.item.id, text });
      if (event.item.type === 'result' && event.item.end === 'complete') this.#ports.onAnswered();
      if (event.item.type === 'result' || event.item.type === 'user') this.#changed.fire();
    }
  }
}

function waitingFor(item: Item): string | undefined {
  if (item.type === 'toolCall' && item.status === 'awaitingApproval')
    return `needs your approval: ${item.title ?? item.name}`;
  if (item.type === 'question' && item.status === 'waiting') return `asks: ${item.question.text}`;
  return undefined;
}
