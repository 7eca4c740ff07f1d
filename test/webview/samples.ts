import type { Entries, Item, ResultItem, ToolCallItem } from '../../src/agent/transcript.ts';
import type { ChatSnapshot, ConversationSummary, FirstSnapshot, ViewState } from '../../src/protocol/chat.ts';

/** Some time in 2026, in milliseconds since the epoch. */
export const at = Date.UTC(2026, 10, 21, 9, 0);

export const user = (text: string, id = 'u1'): Item => ({ type: 'user', id, at, text, attachments: [] });

export const answer = (text: string, status: 'streaming' | 'complete' = 'complete', id = 'a1'): Item => ({
  type: 'assistant',
  id,
  at,
  text,
  status,
});

export const result = (more: Partial<ResultItem> = {}): ResultItem => ({
  type: 'result',
  id: 'r1',
  at,
  end: 'complete',
  model: 'gpt-5.4',
  durationMs: 4200,
  ...more,
});

export const toolCall = (more: Partial<ToolCallItem> = {}): ToolCallItem => ({
  type: 'toolCall',
  id: 't1',
  at,
  callId: 'c1',
  name: 'edit_file',
  arguments: '{"path":"src/a.ts"}',
  status: 'succeeded',
  ...more,
});

export const summary = (more: Partial<ConversationSummary> = {}): ConversationSummary => ({
  ...{ id: 'one', title: 'Sorting a list', updatedAt: at, running: false },
  ...{ workspace: '', pinned: false, archived: false },
  ...more,
});

/** What a page begins with that shows this. */
export const firstSnapshot = (shown: ChatSnapshot, view: Partial<ViewState> = {}): FirstSnapshot => ({
  ...shown,
  view: { text: '', attachments: [], place: null, ...view },
  viewId: 'view',
});

export const snapshot = (transcript: Entries, more: Partial<ChatSnapshot> = {}): ChatSnapshot => ({
  conversation: { id: 'one', title: 'Sorting a list' },
  transcript,
  account: { profile: 'OpenAI', server: 'api.openai.com', ready: true, restricted: false },
  model: {
    id: 'gpt-5.4',
    effort: 'default',
    option: { id: 'gpt-5.4', efforts: ['low', 'medium', 'high'], images: true },
  },
  mode: 'agent',
  beside: { conversationId: 'one', alternatives: [], queue: [] },
  conversations: [summary()],
  workspace: '',
  ...more,
});
