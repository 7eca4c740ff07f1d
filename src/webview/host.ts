import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Attachment } from '../agent/transcript.ts';
import type { ChatEvents, ChatMethods } from '../protocol/chat.ts';
import type { Place } from './render/place.ts';
import { connect, type Remote } from '../protocol/rpc.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What survives when the view is hidden or the window reloads. */
export interface SavedState {
  text: string;
  attachments: readonly Attachment[];
  /** The conversation shown: an editor tab comes back with it after a reload. */
  conversationId?: string;
  /** Where the reader was; absent: at the end. */
  scroll?: ({ conversationId: string } & Place) | undefined;
}

export interface Host extends Remote<ChatMethods, ChatEvents> {
  /** Shows the failure where `answer` rejects. */
  attempt(answer: Promise<unknown>): void;
  saved(): SavedState;
  saveDraft(draft: Pick<SavedState, 'text' | 'attachments'>): void;
  saveScroll(scroll: SavedState['scroll']): void;
  saveConversation(conversationId: string): void;
}

const saveDelayMs = 200;

/** The extension, seen from here. `onFailure` gets the message of every call that fails. */
export function openHost(onFailure: (message: string) => void): Host {
  const vscode = acquireVsCodeApi();
  let state = (vscode.getState() as SavedState | undefined) ?? { text: '', attachments: [] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    vscode.setState(state);
  };
  addEventListener('pagehide', flush);
  const save = (next: SavedState) => {
    state = next;
    timer ??= setTimeout(flush, saveDelayMs);
  };
  const remote = connect<ChatMethods, ChatEvents>({
    postMessage: (message) => vscode.postMessage(message),
    onMessage: (listener) => {
      const onMessage = (event: MessageEvent) => listener(event.data);
      addEventListener('message', onMessage);
      return () => removeEventListener('message', onMessage);
    },
  });
  return {
    ...remote,
    attempt: (answer) => {
      answer.catch((error: unknown) => onFailure(error instanceof Error ? error.message : String(error)));
    },
    saved: () => state,
    saveDraft: (draft) => save({ ...state, ...draft }),
    saveScroll: (scroll) => save({ ...state, scroll }),
    saveConversation: (conversationId) => save({ ...state, conversationId }),
  };
}

export const HostContext = createContext<Host | undefined>(undefined);

export function useHost(): Host {
  const host = useContext(HostContext);
  if (!host) throw new Error('There is no host above this component.');
  return host;
}
