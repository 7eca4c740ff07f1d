import * as vscode from 'vscode';
import { passageAt, type Passage } from '../editor/context.ts';
import type { Parts } from './parts.ts';

/**
 * What a command is about: the document and range it was given, as code actions do, else what is selected in the last
 * editor. The context menu gives a Uri alone, which is that editor's own.
 */
export async function passageOf({ lastEditor }: Parts, args: readonly unknown[]): Promise<Passage> {
  const [uri, range] = args;
  if (uri instanceof vscode.Uri && range instanceof vscode.Range) {
    return passageAt(await vscode.workspace.openTextDocument(uri), range);
  }
  const { document, selection } = lastEditor.require();
  return passageAt(document, selection);
}
