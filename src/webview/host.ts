import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ChatEvents, ChatMethods, PageState, ViewState } from '../protocol/chat.ts';
import { connect, type Remote } from '../protocol/rpc.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host extends Remote<ChatMethods, ChatEvents> {
  /** Shows the failure where `answer` rejects. */
  attempt(answer: Promise<unknown>): void;
  /** Called once, with what an earlier page of this view has kept. */
  begin(viewId: string, view: ViewState): void;
  /** What the view holds now. */
  kept(): ViewState;
  /** The extension gets it a moment later, or at once where the user turns away. */
  keep(change: Partial<ViewState>): void;
}

const keepDelayMs = 200;

/** The extension, seen from here. `onFailure` gets the message of every call that fails. */
export function openHost(onFailure: (message: string) => void): Host {
  const vscode = acquireVsCodeApi();
  const remote = connect<ChatMethods, ChatEvents>({
    postMessage: (message) => vscode.postMessage(message),
    onMessage: (listener) => {
      const onMessage = (event: MessageEvent) => listener(event.data);
      addEventListener('message', onMessage);
      return () => removeEventListener('message', onMessage);
    },
  });
  const attempt = (answer: Promise<unknown>) => {
    answer.catch((error: unknown) => onFailure(error instanceof Error ? error.message : String(error)));
  };
  let view: ViewState = { text: '', attachments: [], place: null };
  let changed: Partial<ViewState> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (Object.keys(changed).length > 0) attempt(remote.call('keep', changed));
    changed = {};
  };
  for (const end of ['blur', 'pagehide']) addEventListener(end, flush);
  return {
    ...remote,
    attempt,
    begin: (viewId, kept) => {
      view = kept;
      vscode.setState({ viewId } satisfies PageState);
    },
    kept: () => view,
    keep: (change) => {
      // What is large is sent when it changes, not with every letter.
      const differs = Object.entries(change).filter(([part, value]) => view[part as keyof ViewState] !== value);
      if (differs.length === 0) return;
      view = { ...view, ...change };
      changed = { ...changed, ...(Object.fromEntries(differs) as Partial<ViewState>) };
      timer ??= setTimeout(flush, keepDelayMs);
    },
  };
}

export const HostContext = createContext<Host | undefined>(undefined);

export function useHost(): Host {
  const host = useContext(HostContext);
  if (!host) throw new Error('There is no host above this component.');
  return host;
}
