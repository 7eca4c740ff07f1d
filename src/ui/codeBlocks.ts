import * as vscode from 'vscode';
import { fitTo } from '../editor/codeAnswer.ts';
import { passageAt, symbolsOf, wholeLines, withComment } from '../editor/context.ts';
import type { Edits } from '../editor/review/edits.ts';
import { proposeChange, targetOf } from './proposeChange.ts';
import { isPatch, proposePatch } from './proposePatch.ts';
import { requireTrust } from './requireTrust.ts';

/** Puts the code in place of the selection, indented as its line is. */
export async function insertAtCursor({ document, selection }: vscode.TextEditor, block: string): Promise<void> {
  const code = block.trimEnd();
  const editor = await vscode.window.showTextDocument(document, { selection });
  const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
  const text = before.trim() === '' ? fitTo(before, code, document.getText()).slice(before.length) : code;
  if (await editor.edit((edit) => edit.replace(selection, text))) return;
  throw new Error(`${vscode.workspace.asRelativePath(document.uri)} cannot be edited.`);
}

/**
 * Proposes the code as a diff: a patch where it says, other code for the selection, else for the definition of the same
 * name, else at the cursor.
 */
export async function applyCode(
  edits: Edits,
  { document, selection }: vscode.TextEditor,
  block: string,
  language = '',
): Promise<void> {
  requireTrust('changes no file');
  if (isPatch(block, language)) return proposePatch(edits, document, block);
  const code = block.trimEnd();
  const propose = (range: vscode.Range, text: string) => proposeChange(edits, targetOf(document, range), text, 'Apply');
  const range = selection.isEmpty ? await definitionLike(document, code) : (await passageAt(document, selection)).range;
  const line = document.lineAt(selection.active.line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const indented = `${line.text}\n${fitTo(indent, code, document.getText())}`;
  const review = await (range ? propose(range, code) : propose(line.range, line.isEmptyOrWhitespace ? code : indented));
  if (!review) throw new Error(`${vscode.workspace.asRelativePath(document.uri)} has this code already.`);
}

/** Opens an untitled document. `language` is a language id or what people write after a fence. */
export async function newFile(content: string, language: string): Promise<void> {
  const name = language.toLowerCase();
  const id = fenceLanguages[name] ?? name;
  const known = (await vscode.languages.getLanguages()).includes(id);
  const document = await vscode.workspace.openTextDocument({ content, ...(known && { language: id }) });
  await vscode.window.showTextDocument(document);
}

/** Types a command into a terminal and leaves Enter to the user. Several lines would run: they go to the clipboard. */
export async function runInTerminal(text: string): Promise<void> {
  requireTrust('opens no terminal');
  const command = text.trim();
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal();
  terminal.show();
  if (/\p{Cc}/u.test(command)) {
    await vscode.env.clipboard.writeText(command);
    void vscode.window.showInformationMessage('These are several lines. They are on the clipboard: paste them to run.');
    return;
  }
  terminal.sendText(command, false);
}

const fenceLanguages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  bash: 'shellscript',
  zsh: 'shellscript',
  shell: 'shellscript',
  'c++': 'cpp',
  cs: 'csharp',
  'c#': 'csharp',
  md: 'markdown',
  yml: 'yaml',
};

/** The definition that the code is another version of: the one whose name it declares first, if only one has the name. */
async function definitionLike(document: vscode.TextDocument, code: string): Promise<vscode.Range | undefined> {
  const { names, parenthesis } = declarationIn(code);
  const symbols = flatten(await symbolsOf(document));
  const known = names.filter((word) => symbols.some(({ name }) => name === word));
  // Before a parenthesis stand the result's type and then the name; elsewhere what follows the name is its base.
  const name = parenthesis ? known.at(-1) : known[0];
  const [symbol, ...others] = symbols.filter((candidate) => candidate.name === name);
  if (!symbol || others.length > 0) return undefined;
  return wholeLines(document, startsWithComment(code) ? withComment(document, symbol.range) : symbol.range);
}

/** The words before the first parenthesis or sign of the first line, if that line begins a definition and is no call. */
function declarationIn(code: string): { names: readonly string[]; parenthesis: boolean } {
  const lines = code.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => /^[\p{L}_$]/u.test(line));
  const head = lines[at] ?? '';
  const begins = /(\{|:|=>|\()$/.test(head) || lines[at + 1]?.startsWith('{');
  const calls = /^((await|return|new|yield|throw)\s+)?[\p{L}\p{N}_$.]+\($/u.test(head);
  const [, declaration = '', next] = /^([^=(:{<]*)(.?)/.exec(begins && !calls ? head : '') ?? [];
  return { names: declaration.match(/[\p{L}\p{N}_$]+/gu) ?? [], parenthesis: next === '(' };
}

const startsWithComment = (code: string): boolean => /^\s*(\/[/*]|#|--|@)/.test(code);

const flatten = (symbols: readonly vscode.DocumentSymbol[]): vscode.DocumentSymbol[] =>
  symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
