import * as vscode from 'vscode';
import type { App } from '../../app.ts';
import { requestLanguage } from '../notebookType.ts';

/** Brings in the language of cells with the first cell that is opened. */
export function registerCellLanguage(open: () => Promise<App>): vscode.Disposable {
  let language: Promise<{ dispose(): void }> | undefined;
  const load = ({ languageId }: vscode.TextDocument) => {
    if (languageId !== requestLanguage) return;
    language ??= Promise.all([open(), import('./cellLanguage.ts')]).then(
      ([{ account }, { CellLanguage }]) => new CellLanguage(account),
    );
  };
  vscode.workspace.textDocuments.forEach(load);
  const opened = vscode.workspace.onDidOpenTextDocument(load);
  return new vscode.Disposable(() => {
    opened.dispose();
    void language?.then((loaded) => loaded.dispose());
  });
}
