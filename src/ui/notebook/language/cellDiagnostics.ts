import * as vscode from 'vscode';
import { parseCell } from '../cell.ts';
import { requestLanguage } from '../notebookType.ts';
import type { CellContext, CellDiagnostic } from './context.ts';
import { diagnoseCell } from './diagnose.ts';
import type { JsonBodies } from './jsonBody.ts';
import { requestsOf, type Cells } from './surroundings.ts';

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
  readonly #cells: Cells;
  readonly #look: Look;
  readonly #collection = vscode.languages.createDiagnosticCollection('parley');
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #changedNotebooks = new Set<vscode.NotebookDocument>();
  readonly #renamed = new Set<vscode.TextDocument>();
  #notebookTimer: NodeJS.Timeout | undefined;
  readonly #found = new Map<vscode.TextDocument, readonly CellDiagnostic[]>();
  /** The name of each cell when it was last looked at: others refer to it. */
  readonly #names = new Map<vscode.TextDocument, string | undefined>();
  readonly #subscriptions: readonly { dispose(): void }[];

  /** `cells` are told of every change here. */
  constructor(cells: Cells, look: Look) {
    this.#cells = cells;
    this.#look = look;
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidOpenNotebookDocument(() => cells.forget()),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#forgetNotebook(notebook)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length === 0) return;
        cells.forget();
        this.#changedNotebooks.add(notebook);
        this.#checkNotebooksSoon();
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
    for (const timer of [...this.#timers.values(), this.#notebookTimer]) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #changed(document: vscode.TextDocument): void {
    if (document.languageId !== requestLanguage) return;
    this.#cells.forget();
    this.#checkSoon(document);
    if (this.#names.get(document) === parseCell(document.getText()).name) return;
    this.#renamed.add(document);
    this.#checkNotebooksSoon();
  }

  /** Once for many changes at a time: each may be of concern to all other cells. */
  #checkNotebooksSoon(): void {
    clearTimeout(this.#notebookTimer);
    this.#notebookTimer = setTimeout(() => {
      const notebooks = new Set(this.#changedNotebooks);
      for (const document of this.#renamed) {
        const place = this.#cells.placeOf(document);
        if (place) notebooks.add(place.notebook);
      }
      this.#changedNotebooks.clear();
      this.#renamed.clear();
      for (const notebook of notebooks) for (const document of requestsOf(notebook)) this.#checkSoon(document, 0);
    }, PAUSE_MS);
  }

  #checkSoon(document: vscode.TextDocument, delayMs = PAUSE_MS): void {
    if (document.languageId !== requestLanguage || document.uri.scheme !== 'vscode-notebook-cell') return;
    clearTimeout(this.#timers.get(document));
    this.#timers.set(
      document,
      setTimeout(() => void this.#check(document), delayMs),
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

  #opened(document: vscode.TextDocument): void {
    // A cell is opened anew where its language changes.
    if (document.uri.scheme === 'vscode-notebook-cell') this.#cells.forget();
    this.#checkSoon(document);
  }

  #forgetNotebook(notebook: vscode.NotebookDocument): void {
    this.#cells.forget();
    this.#changedNotebooks.delete(notebook);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    for (const kept of [this.#timers, this.#found, this.#names, this.#renamed]) kept.delete(document);
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
