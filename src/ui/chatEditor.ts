import * as vscode from 'vscode';
import type { Attachment } from '../agent/transcript.ts';
import { attachFile } from '../editor/attachFile.ts';
import { attachmentOf, passageAt } from '../editor/context.ts';
import type { ChatAction, ChatMethods } from '../protocol/chat.ts';
import type { Handlers } from '../protocol/rpc.ts';
import type { Parts } from './parts.ts';
import { applyCode, insertAtCursor, newFile, runInTerminal } from './codeBlocks.ts';

type EditorMethods = Pick<
  ChatMethods,
  | 'attach'
  | 'attachUris'
  | 'insertAtCursor'
  | 'applyCode'
  | 'newFile'
  | 'runInTerminal'
  | 'copy'
  | 'openLink'
  | 'openFile'
  | 'runAction'
>;

/** What the chat does in the editor. The texts and addresses come from a model: none is trusted. */
export function editorMethods({ lastEditor, edits }: Pick<Parts, 'lastEditor' | 'edits'>): Handlers<EditorMethods> {
  return {
    attach: async ({ source }) => (source === 'files' ? attachChosen() : [await attachSelection(lastEditor.require())]),
    attachUris: ({ uris }) => Promise.all(uris.map((uri) => attachFile(vscode.Uri.parse(uri, true)))),
    insertAtCursor: ({ text }) => insertAtCursor(lastEditor.require(), text),
    applyCode: ({ text, language }) => applyCode(edits, lastEditor.require(), text, language),
    newFile: ({ text, language }) => newFile(text, language),
    runInTerminal: ({ text }) => runInTerminal(text),
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    openLink: ({ href }) => openLink(href),
    openFile: ({ uri, line }) => openFile(uri, line),
    runAction: async ({ action }) => vscode.commands.executeCommand(actionCommands[action]),
  };
}

/** The commands behind the buttons of errors and of the welcome page. */
export const actionCommands: Record<ChatAction, string> = {
  setApiKey: 'parley.setApiKey',
  useLocalServer: 'parley.useLocalServer',
  switchProfile: 'parley.switchProfile',
  selectModel: 'parley.selectModel',
  // A profile is an object: only the JSON shows it whole.
  openSettings: 'workbench.action.openSettingsJson',
  showLog: 'parley.showLog',
  openWalkthrough: 'parley.openWalkthrough',
  manageTrust: 'workbench.trust.manage',
};

async function attachSelection({ document, selection }: vscode.TextEditor): Promise<Attachment> {
  return attachmentOf(await passageAt(document, selection));
}

async function attachChosen(): Promise<Attachment[]> {
  const uris = await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: 'Attach', title: 'Attach Files' });
  return Promise.all((uris ?? []).map(attachFile));
}

const openable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** Opens a web or mail address outside of VS Code, after the user has seen all of it. */
export async function openLink(href: string): Promise<void> {
  const url = URL.parse(href);
  if (!url || !openable.has(url.protocol)) throw new Error(`Parley opens no links like ${href.slice(0, 100)}`);
  const open = 'Open';
  const options = { modal: true, detail: url.href };
  const answer = await vscode.window.showInformationMessage('Open this link outside of VS Code?', options, open);
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
}

/** Shows a file; `line` is 1-based. */
async function openFile(uri: string, line?: number): Promise<void> {
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.window.showTextDocument(
    vscode.Uri.parse(uri, true),
    line === undefined ? {} : { selection: new vscode.Range(at, at) },
  );
}
