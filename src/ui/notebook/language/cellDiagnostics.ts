import * as vscode from 'vscode';
import { parseCell } from '../cell.ts';
import { requestLanguage } from '../notebookType.ts';
import type { CellContext, CellDiagnostic } from './context.ts';
import { diagnoseCell } from './diagnose.ts';
import type { JsonBodies } from './jsonBody.ts';
import { notebookOf, requestsOf } from './surroundings.ts';

/** How long nothing is typed before a cell is looked at. */
const PAUSE_MS = 300;

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

type Look = (document: vscode.TextDocument) => Promise<{ context: CellContext; bodies: JsonBodies }>;

/** Marks what is wrong in cells as they are typed, and offers what solves it. */
export class CellDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #look: Look;
  readonly #collection = vscode.languages.createDiagnosticCollection('parley');
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #found = new Map<vscode.TextDocument, readonly CellDiagnostic[]>();
  /** The name of each cell when it was last looked at: others refer to it. */
  readonly #names = new Map<vscode.TextDocument, string | undefined>();
  readonly #subscriptions: readonly { dispose(): void }[];

  constructor(look: Look) {
    this.#look = look;
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) for (const document of requestsOf(notebook)) this.#checkSoon(document);
      }),
    ];
    this.checkAll();
  }

  /** Looks at all open cells, soon. */
  checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#checkSoon(document);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const found = this.#found.get(document) ?? [];
    return found.flatMap((diagnostic) => {
      const solved = diagnostics.filter(({ message }) => message === diagnostic.message);
      if (!range.intersection(rangeOf(document, diagnostic))) return [];
      return (diagnostic.fixes ?? []).map(({ title, edits }, index) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        for (const edit of edits) action.edit.replace(document.uri, rangeOf(document, edit), edit.text);
        action.diagnostics = solved;
        action.isPreferred = index === 0;
        return action;
      });
    });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #changed(document: vscode.TextDocument): void {
    if (document.languageId !== requestLanguage) return;
    this.#checkSoon(document);
    if (this.#names.get(document) === parseCell(document.getText()).name) return;
    const notebook = notebookOf(document);
    if (notebook) for (const other of requestsOf(notebook)) this.#checkSoon(other);
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (document.languageId !== requestLanguage || document.uri.scheme !== 'vscode-notebook-cell') return;
    clearTimeout(this.#timers.get(document));
    this.#timers.set(
      document,
      setTimeout(() => void this.#check(document), PAUSE_MS),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    this.#timers.delete(document);
    const { version } = document;
    const text = document.getText();
    const { context, bodies } = await this.#look(document);
    const found = await diagnoseCell(text, context, bodies);
    if (document.isClosed || document.version !== version) return;
    this.#names.set(document, parseCell(text).name);
    this.#found.set(document, found);
    this.#collection.set(
      document.uri,
      found.map((one) => diagnosticOf(document, one)),
    );
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    for (const map of [this.#timers, this.#found, this.#names]) map.delete(document);
    this.#collection.delete(document.uri);
  }
}

function diagnosticOf(document: vscode.TextDocument, found: CellDiagnostic): vscode.Diagnostic {
  const { message, severity, deprecated } = found;
  const diagnostic = new vscode.Diagnostic(rangeOf(document, found), message, SEVERITIES[severity]);
  diagnostic.source = 'Parley';
  if (deprecated) diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
  return diagnostic;
}

function rangeOf(document: vscode.TextDocument, { start, end }: { start: number; end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
