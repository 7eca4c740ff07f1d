import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PreparedCall, Tool } from '../../src/agent/tool.ts';
import { Edits } from '../../src/editor/review/edits.ts';
import { Commands } from '../../src/editor/terminal/commands.ts';
import { createTools } from '../../src/editor/tools/index.ts';
import { textOf, toolContext } from '../support/toolContext.ts';

/** The folder of the window: a copy of the sample that is thrown away. */
export function folder(): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  assert.ok(first);
  return first.uri;
}

export const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);

export async function write(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(at(path), typeof content === 'string' ? Buffer.from(content) : content);
  return at(path);
}

export const onDisk = async (path: string): Promise<string> =>
  Buffer.from(await vscode.workspace.fs.readFile(at(path))).toString();

/** Types at the end of the document and leaves it unsaved. */
export async function append(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export const allTabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => [...tabs]);

/** The tabs that show a proposed edit. */
export const diffTabs = (): vscode.Tab[] =>
  allTabs().filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'parley-proposed',
  );

export async function closeEditors(): Promise<void> {
  for (const { input } of allTabs()) {
    if (!(input instanceof vscode.TabInputText)) continue;
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === input.uri.toString());
    if (!document?.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Waits until `find` gives something. */
export async function until<T>(what: string, find: () => T | undefined | false, timeoutMs = 10_000): Promise<T> {
  for (const end = Date.now() + timeoutMs; Date.now() < end;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Waited in vain: ${what}`);
}

export interface Bench {
  edits: Edits;
  tools: readonly Tool[];
  prepare(name: string, args: object, signal?: AbortSignal): Promise<PreparedCall>;
  /** Prepares and runs the call as if it had been approved. */
  call(name: string, args: object, signal?: AbortSignal): Promise<string>;
}

/** The tools on an `Edits` of their own, unless there is one: a window takes only one at a time. */
export function createBench(options: { outputCharacters?: number; edits?: Edits } = {}): Bench {
  const { edits = new Edits() } = options;
  const tools = createTools({
    edits,
    takesImages: true,
    commands: new Commands(path.join(tmpdir(), `parley-commands-${process.pid}`)),
    outputCharacters: () => options.outputCharacters ?? 16_000,
    editor: () => vscode.window.activeTextEditor,
  });
  const prepare = (name: string, args: object, signal = new AbortController().signal): Promise<PreparedCall> => {
    const tool = tools.find((known) => known.name === name);
    assert.ok(tool, name);
    return tool.prepare(JSON.stringify(args), toolContext({ callId: 'call', signal }));
  };
  return { edits, tools, prepare, call: async (...args) => textOf(await (await prepare(...args)).run()) };
}
