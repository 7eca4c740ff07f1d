import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { insertCells } from '../notebook/insertCells.ts';

/** Puts the curl commands of the clipboard, or of a question, into the active API notebook or a new one. Runs nothing. */
export async function run({ account }: App): Promise<void> {
  const { cellsFromCurl, holdsCurl } = await import('../notebook/curl/cellsFromCurl.ts');
  const servers = { active: account.profile, all: account.profiles() };
  const clipboard = await vscode.env.clipboard.readText();
  const text = holdsCurl(clipboard) ? clipboard : await askForCommand();
  if (text === undefined) return;
  const pasted = cellsFromCurl(text, servers);
  await insertCells(pasted.cells);
  if (pasted.notes.length > 0) void vscode.window.showInformationMessage(pasted.notes.join(' '));

  function askForCommand(): Thenable<string | undefined> {
    return vscode.window.showInputBox({
      title: 'Paste curl as Request',
      prompt: 'The clipboard holds no curl command.',
      placeHolder: 'curl https://api.openai.com/v1/models',
      ignoreFocusOut: true,
      validateInput: (value) => {
        try {
          if (value.trim() !== '') cellsFromCurl(value, servers);
          return undefined;
        } catch (error) {
          return (error as Error).message;
        }
      },
    });
  }
}
