import * as vscode from 'vscode';
import { readSettings } from '../editor/settings.ts';
import type { App } from './app.ts';
import type { Ended } from './conversationNews.ts';
import { noticeText } from './waitingNotice.ts';

/** Nobody waits so long with an eye on the window. */
const LONG_MS = 10_000;

/** Counts, on the icon of the chat, the conversations that ended or wait out of sight, and tells of those that ended. */
export function noticeEnded({ chat, conversations, log }: App): vscode.Disposable {
  const unseen = new Set<string>();
  const count = () => chat.setBadge(unseen.size);
  const see = (id: string) => {
    if (unseen.delete(id)) count();
  };
  const miss = async (id: string): Promise<boolean> => {
    if (await chat.isInView(id)) return false;
    unseen.add(id);
    count();
    return true;
  };
  const tell = async (ended: Ended): Promise<void> => {
    const { conversationId, title, result } = ended;
    if (result.end === 'cancelled' || result.end === 'interrupted') return;
    const missed = await miss(conversationId);
    const isAway = !vscode.window.state.focused && result.durationMs > LONG_MS;
    if (!readSettings().notifyWhenDone || !(missed || isAway)) return;
    const open = 'Open Chat';
    const what = result.end === 'complete' ? 'has answered' : 'could not finish';
    const answer = await vscode.window.showInformationMessage(`Parley ${what}: ${noticeText(title)}`, open);
    if (answer === open) await chat.showConversation(conversationId);
  };
  const attempt = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.warn('The end of an answer could not be told.', error));
  };
  return vscode.Disposable.from(
    conversations.onDidEnd((ended) => attempt(tell(ended))),
    conversations.onDidWait(({ conversationId }) => attempt(miss(conversationId))),
    conversations.onDidDelete(see),
    chat.onDidSee(see),
  );
}
