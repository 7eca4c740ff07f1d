import { without } from '../agent/entries.ts';
import { applyEvent, isRunning, type TurnEvent } from '../agent/events.ts';
import type { ImageData } from '../agent/serverCall.ts';
import type { Entries, Item, ToolCallItem } from '../agent/transcript.ts';
import type { ChatEvents, ChatSnapshot, ConversationSummary } from '../protocol/chat.ts';

export interface ChatState {
  /** Absent until the extension has answered. */
  snapshot: ChatSnapshot | undefined;
  /** A failed request waits for its next attempt. */
  retry: Extract<TurnEvent, { type: 'retrying' }> | undefined;
  /** How images look that are still being made, by item. */
  previews: Readonly<Record<string, ImageData>>;
  /** A message has left and nothing has come back yet. */
  sending: boolean;
  conversationsShown: boolean;
  /** Grows with each wish to search the list. */
  searches: number;
  /** Conversations deleted in this view: one that is not in the list any more can be brought back. */
  removed: readonly ConversationSummary[];
  /** Grows with each wish to find something in the conversation; 0: none. */
  finds: number;
  /** The latest wish to fill or focus the composer. */
  compose: ChatEvents['compose'] | undefined;
  /** The workspace's files of instructions. */
  instructions: ChatEvents['instructions'];
  /** Absent until the extension has told. */
  parameters: ChatEvents['parameters'] | undefined;
  parametersShown: boolean;
  /** The last restore, until it is undone or the conversation goes on. */
  restored: ChatEvents['restored'];
  /** The latest wish to see an item. */
  reveal: ChatEvents['reveal'] | undefined;
  /** Why the last call to the extension failed. */
  failure: string | undefined;
}

type HostUpdate = { [K in keyof ChatEvents]: { type: K; payload: ChatEvents[K] } }[keyof ChatEvents];

export type Update =
  | HostUpdate
  /** Items that were asked for. */
  | { type: 'items'; items: readonly Item[] }
  /** The reader is far from the items before `from` and from `to` on. */
  | { type: 'far'; from: number; to: number }
  | { type: 'removed'; conversation: ConversationSummary }
  | { type: 'sending' }
  | { type: 'failure'; message: string }
  | { type: 'dismissFailure' }
  | { type: 'closeFind' }
  | { type: 'showParameters'; shown: boolean };

export const initialState: ChatState = {
  snapshot: undefined,
  retry: undefined,
  previews: {},
  sending: false,
  conversationsShown: false,
  searches: 0,
  removed: [],
  finds: 0,
  compose: undefined,
  instructions: [],
  parameters: undefined,
  parametersShown: false,
  restored: null,
  reveal: undefined,
  failure: undefined,
};

/** The state after an update. Pure. */
export function reduce(state: ChatState, update: Update): ChatState {
  const { snapshot } = state;
  switch (update.type) {
    case 'snapshot': {
      const { id } = snapshot?.conversation ?? {};
      // Where the one shown was deleted, the list stays: there it can be brought back.
      const stays = id === update.payload.conversation.id || state.removed.some((removed) => removed.id === id);
      const conversationsShown = stays && state.conversationsShown;
      const isSame = id === update.payload.conversation.id;
      const reveal = isSame ? state.reveal : undefined;
      const parametersShown = (isSame || id === undefined) && state.parametersShown;
      const finds = isSame ? state.finds : 0;
      return {
        ...state,
        snapshot: update.payload,
        retry: undefined,
        previews: {},
        sending: false,
        conversationsShown,
        parametersShown,
        reveal,
        finds,
      };
    }
    case 'turn': {
      if (!snapshot) return state;
      const transcript = update.payload.reduce<Entries>(applyEvent, snapshot.transcript);
      const last = update.payload.at(-1);
      const retry = last?.type === 'retrying' ? last : undefined;
      const previews = update.payload.reduce(previewsAfter, state.previews);
      return { ...state, snapshot: { ...snapshot, transcript }, previews, sending: false, retry };
    }
    case 'items': {
      const items = new Map(update.items.map((item) => [item.id, item]));
      if (!snapshot) return state;
      const transcript = snapshot.transcript.map((entry) =>
        entry.type === 'absent' ? (items.get(entry.id) ?? entry) : entry,
      );
      return { ...state, snapshot: { ...snapshot, transcript } };
    }
    case 'far': {
      if (!snapshot) return state;
      const isFar = (at: number) => at < update.from || at >= update.to;
      return { ...state, snapshot: { ...snapshot, transcript: without(snapshot.transcript, isFar) } };
    }
    case 'reveal':
      return { ...state, reveal: update.payload, conversationsShown: false };
    case 'account':
      return snapshot ? { ...state, snapshot: { ...snapshot, account: update.payload } } : state;
    case 'model':
      return snapshot ? { ...state, snapshot: { ...snapshot, model: update.payload } } : state;
    case 'mode':
      return snapshot?.conversation.id === update.payload.conversationId
        ? { ...state, snapshot: { ...snapshot, mode: update.payload.mode } }
        : state;
    case 'beside':
      return snapshot?.conversation.id === update.payload.conversationId
        ? { ...state, snapshot: { ...snapshot, beside: update.payload } }
        : state;
    case 'parameters':
      return { ...state, parameters: update.payload };
    case 'editParameters':
      return { ...state, parametersShown: true };
    case 'showParameters':
      return { ...state, parametersShown: update.shown };
    case 'conversations':
      return snapshot ? { ...state, snapshot: { ...snapshot, conversations: update.payload } } : state;
    case 'title':
      return snapshot?.conversation.id === update.payload.id
        ? { ...state, snapshot: { ...snapshot, conversation: update.payload } }
        : state;
    case 'instructions':
      return { ...state, instructions: update.payload };
    case 'restored':
      return { ...state, restored: update.payload };
    case 'compose':
      return { ...state, compose: update.payload, conversationsShown: false };
    case 'removed': {
      const others = state.removed.filter(({ id }) => id !== update.conversation.id);
      return { ...state, removed: [...others, update.conversation] };
    }
    case 'searchConversations':
      return { ...state, conversationsShown: true, searches: state.searches + 1 };
    case 'find':
      return snapshot && snapshot.transcript.length > 0
        ? { ...state, finds: state.finds + 1, conversationsShown: false }
        : state;
    case 'closeFind':
      return { ...state, finds: 0 };
    case 'toggleConversations':
      return { ...state, conversationsShown: !state.conversationsShown };
    case 'sending':
      return { ...state, sending: true, failure: undefined };
    case 'failure':
      return { ...state, sending: false, failure: update.message };
    case 'dismissFailure':
      return { ...state, failure: undefined };
  }
}

function previewsAfter(previews: ChatState['previews'], event: TurnEvent): ChatState['previews'] {
  if (event.type === 'partialImage') return { ...previews, [event.itemId]: event.image };
  if (event.type !== 'item' || !(event.item.id in previews)) return previews;
  return Object.fromEntries(Object.entries(previews).filter(([id]) => id !== event.item.id));
}

/** True from the moment a message leaves until its result is there. */
export const isBusy = (state: ChatState): boolean =>
  state.sending || (state.snapshot !== undefined && isRunning(state.snapshot.transcript));

/** What can be undone: nothing once another message was sent. */
export function restoredNow({ restored, snapshot }: ChatState): ChatState['restored'] {
  if (restored?.conversationId !== snapshot?.conversation.id) return null;
  const last = snapshot?.transcript.findLast(({ type }) => type === 'user');
  return restored && (last?.type === 'user' ? last.at : 0) <= restored.at ? restored : null;
}

/** What a screen reader is told: states, never tokens. */
export function announcement(state: ChatState): string {
  const waiting = state.snapshot?.transcript.findLast(
    (item): item is ToolCallItem => item.type === 'toolCall' && item.status === 'awaitingApproval',
  );
  if (waiting) return `Approval needed: ${waiting.title ?? waiting.name}`;
  const question = state.snapshot?.transcript.findLast((item) => item.type === 'question' && item.status === 'waiting');
  if (question?.type === 'question') return `Question: ${question.question.text}`;
  if (isBusy(state)) return state.retry ? 'The request failed and will be tried again.' : 'Answering…';
  const last = state.snapshot?.transcript.at(-1);
  if (last?.type !== 'result') return '';
  switch (last.end) {
    case 'complete':
      return 'Answer complete';
    case 'cancelled':
      return 'Stopped';
    case 'failed':
      return `The answer failed. ${last.error?.message ?? ''}`.trim();
    case 'incomplete':
    case 'stepLimit':
    case 'budget':
    case 'interrupted':
    case 'lost':
      return 'The answer is incomplete';
  }
}
