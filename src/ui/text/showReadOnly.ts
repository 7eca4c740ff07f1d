import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

const scheme = 'parley-result';

/** The texts of the documents that are open, by address. */
const texts = new Map<string, string>();
let isProvided = false;

/** Opens a text that cannot be edited beside the active editor, which keeps the focus. The name's ending tells its language. */
export async function showReadOnly({ context }: Pick<Parts, 'context'>, name: string, text: string): Promise<void> {
  provide(context);
  const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: String(Date.now()) });
  texts.set(uri.toString(), text);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

function provide({ subscriptions }: vscode.ExtensionContext): void {
  if (isProvided) return;
  isProvided = true;
  subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? 'This result is no longer there. Run it again.',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  );
}
