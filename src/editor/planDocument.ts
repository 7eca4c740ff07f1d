import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

export interface PlanDocument {
  /** Closes its tabs and answers with the text as the user left it. */
  close(): Promise<string>;
}

const maxNameCharacters = 40;

/** Opens the plan as a Markdown file that the user can edit, beside the chat, and leaves the focus where it is. */
export async function openPlan(folder: vscode.Uri, title: string, plan: string): Promise<PlanDocument> {
  const uri = vscode.Uri.joinPath(folder, `${nameOf(title)}-${randomUUID().slice(0, 8)}.md`);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(plan.endsWith('\n') ? plan : `${plan}\n`));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: beside(), preview: false, preserveFocus: true });
  return {
    close: async () => {
      // Closed by the user, it is on disk as they saved it.
      const text = document.isClosed ? await onDisk(uri, plan) : document.getText();
      if (document.isDirty) await document.save();
      await vscode.window.tabGroups.close(tabsOf(uri));
      await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
      return text.trim() === plan.trim() ? plan : text;
    },
  };
}

/** A chat in an editor tab stays visible. */
function beside(): vscode.ViewColumn {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputWebview ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}

const tabsOf = (uri: vscode.Uri): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());

async function onDisk(uri: vscode.Uri, otherwise: string): Promise<string> {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
  } catch {
    return otherwise; // Deleted meanwhile.
  }
}

/** The title as a file name of letters, digits and hyphens: it comes from a model. */
const nameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, maxNameCharacters) || 'plan';
