import * as vscode from 'vscode';
import { visibleLine } from '../../agent/visibleText.ts';
import type { AccessQuestion } from './extensionAccess.ts';

/** Asks whether an extension may use the user's models and key. Closing the question is no. */
export async function askAccess({ caller, reason, server, withKey }: AccessQuestion): Promise<boolean> {
  const allow: vscode.MessageItem = { title: 'Allow' };
  const answer = await vscode.window.showInformationMessage(
    `Allow “${visibleLine(caller.name, 80)}” to ask AI models through Parley?`,
    {
      modal: true,
      detail: [
        `The extension ${caller.id} says: “${visibleLine(reason, 200)}”`,
        `Its requests go to ${server} as yours, ${withKey ? 'on your key, and you pay what they cost' : 'without a key'}. It gets the answers, and neither keys nor your conversations and settings.`,
        'This is remembered until you take it back with “Parley: Manage Extension Access”.',
      ].join('\n\n'),
    },
    allow,
    { title: 'Not Now', isCloseAffordance: true },
  );
  return answer === allow;
}
