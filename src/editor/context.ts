import * as vscode from 'vscode';
import type { TextAttachment } from '../agent/transcript.ts';

/** The most of one file that goes along with a message, in characters. */
export const maxFileCharacters = 200_000;

/** A piece of a document that a command is about. */
export interface Passage {
  document: vscode.TextDocument;
  range: vscode.Range;
  /** What was taken: the selection, else the symbol around the cursor, else the whole file. */
  kind: 'selection' | 'symbol' | 'file';
}

/** Remembers the text editor that was active last, since a chat that has the focus is none. */
export class LastEditor {
  #editor = vscode.window.activeTextEditor;
  readonly #listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (editor && isSource(editor.document)) this.#editor = editor;
  });

  /** Undefined where no file is open in a tab. Its document may be hidden behind another tab. */
  get current(): vscode.TextEditor | undefined {
    const active = vscode.window.activeTextEditor;
    if (active && isSource(active.document)) return active;
    return this.#editor && isOpen(this.#editor.document) ? this.#editor : undefined;
  }

  /** Throws a sentence where `current` is undefined. */
  require(): vscode.TextEditor {
    const editor = this.current;
    if (!editor) throw new Error('No file is open. Open the file this is about, then try again.');
    return editor;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

/** What a command run in this editor is about. A selection of several lines is widened to whole lines. */
export async function passageAt(document: vscode.TextDocument, selection: vscode.Range): Promise<Passage> {
  if (!selection.isEmpty) return { document, range: wholeLines(document, selection), kind: 'selection' };
  const symbol = innermost(await symbolsOf(document), selection.start);
  if (symbol) return { document, range: wholeLines(document, withComment(document, symbol.range)), kind: 'symbol' };
  return fileOf(document);
}

export function fileOf(document: vscode.TextDocument): Passage {
  const end = document.lineAt(document.lineCount - 1).range.end;
  return { document, range: wholeLines(document, new vscode.Range(new vscode.Position(0, 0), end)), kind: 'file' };
}

/** The passage as it goes to the model: cut to whole lines where it is longer than `maxFileCharacters`. */
export function attachmentOf({ document, range, kind }: Passage): TextAttachment {
  const complete = document.getText(range);
  const text = cut(complete);
  const name = vscode.workspace.asRelativePath(document.uri);
  const startLine = range.start.line + 1;
  const endLine = startLine + text.split('\n').length - 1;
  const whole = kind === 'file' && text === complete;
  return {
    kind: kind === 'file' ? 'file' : 'selection',
    label: whole ? name : `${name}:${startLine === endLine ? startLine : `${startLine}–${endLine}`}`,
    uri: document.uri.toString(),
    languageId: document.languageId,
    ...(!whole && { startLine, endLine }),
    text,
  };
}

/** The problems that touch the range, one a line, as a compiler would print them. Hints are none. */
export function problemsIn(document: vscode.TextDocument, range: vscode.Range): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((problem) => problem.severity !== vscode.DiagnosticSeverity.Hint && problem.range.intersection(range))
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ range: { start }, severity, message, source, code }) => {
      const id = typeof code === 'object' ? code.value : code;
      const origin = [source, id].filter((part) => part !== undefined).join(' ');
      return `Line ${start.line + 1}: ${vscode.DiagnosticSeverity[severity].toLowerCase()}: ${message}${origin && ` (${origin})`}`;
    });
}

/** The symbols of a document, with their children; none where the language has no provider. */
export async function symbolsOf(document: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> {
  const found = await vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  return (found ?? []).filter((symbol): symbol is vscode.DocumentSymbol => 'children' in symbol);
}

/** The range of a definition with the comments and decorators right above it. */
export function withComment(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  let first = range.start.line;
  while (first > 0 && /^\s*(\/\/|\/\*|\*|#(?!include|define|if|endif)|--|@)/.test(document.lineAt(first - 1).text))
    first--;
  return first === range.start.line ? range : new vscode.Range(new vscode.Position(first, 0), range.end);
}

const definitions: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
]);

/** The innermost function or type around the position; where there is none, the innermost symbol of several lines. */
function innermost(
  symbols: readonly vscode.DocumentSymbol[],
  position: vscode.Position,
): vscode.DocumentSymbol | undefined {
  const around: vscode.DocumentSymbol[] = [];
  for (let level = symbols; ;) {
    const symbol = level.find(({ range }) => range.contains(position));
    if (!symbol) break;
    around.push(symbol);
    level = symbol.children;
  }
  return around.findLast(({ kind }) => definitions.has(kind)) ?? around.findLast(({ range }) => !range.isSingleLine);
}

/** A range within one line stays as it is; a longer one takes its lines whole, without the last line's end. */
export function wholeLines(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  if (range.isSingleLine) return range;
  const lastLine = range.end.character === 0 ? range.end.line - 1 : range.end.line;
  return new vscode.Range(range.start.line, 0, lastLine, document.lineAt(lastLine).text.length);
}

function cut(text: string): string {
  if (text.length <= maxFileCharacters) return text;
  const lineEnd = text.lastIndexOf('\n', maxFileCharacters);
  return text.slice(0, lineEnd > 0 ? lineEnd : maxFileCharacters);
}

/** False for what is no file of the user's: output channels, proposed edits, input boxes. */
function isSource({ uri }: vscode.TextDocument): boolean {
  return ![
    'output',
    'parley-proposed',
    'parley-kept',
    'comment',
    'debug',
    'vscode-scm',
    'chat-editing-text-model',
  ].includes(uri.scheme);
}

function isOpen(document: vscode.TextDocument): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString()),
  );
}
