import * as vscode from 'vscode';
import type { App } from '../app.ts';

/** Answers to @parley in VS Code's chat. What does so is loaded with the first request. */
export function registerParticipant(
  { extensionUri }: vscode.ExtensionContext,
  open: () => Promise<App>,
): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant('parley.parley', async (request, context, stream, token) => {
    const [app, { answer }] = await Promise.all([open(), import('./participant.ts')]);
    return answer(app, { request, context, stream, token });
  });
  const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  participant.iconPath = { light: icon('parleyLight.svg'), dark: icon('parleyDark.svg') };
  participant.followupProvider = {
    provideFollowups: async (result) => (await import('./participant.ts')).followUps(result),
  };
  return vscode.Disposable.from(participant);
}
