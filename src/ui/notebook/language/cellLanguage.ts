import * as vscode from 'vscode';
import type { Account } from '../../../editor/account.ts';
import { parseCell, type Span } from '../cell.ts';
import { loadEndpoints } from '../loadEndpoints.ts';
import { requestLanguage } from '../notebookType.ts';
import { CellDiagnostics } from './cellDiagnostics.ts';
import { completeCell } from './complete.ts';
import type { CellCompletion, CellContext } from './context.ts';
import { hoverCell } from './hover.ts';
import { formatBody, JsonBodies } from './jsonBody.ts';
import { indexCells, surroundings } from './surroundings.ts';

const selector: vscode.DocumentSelector = { language: requestLanguage, scheme: 'vscode-notebook-cell' };

/** What the editor asks of a language, for the requests in the cells of API notebooks. */
export class CellLanguage implements vscode.Disposable {
  readonly #account: Account;
  readonly #subscriptions: readonly { dispose(): void }[];
  readonly #cells = indexCells();
  #bodies: { for: string; bodies: JsonBodies } | undefined;

  constructor(account: Account) {
    this.#account = account;
    const diagnostics = new CellDiagnostics(this.#cells, (document) => this.#look(document));
    this.#subscriptions = [
      diagnostics,
      account.onDidChange(() => diagnostics.checkAll()),
      vscode.languages.registerCompletionItemProvider(
        selector,
        {
          provideCompletionItems: (document, position, _token, { triggerCharacter }) =>
            // Enter after a brace that opens an object begins a line; of two, it takes what they may refer to.
            triggerCharacter === '{' && !isPlaceholder(document, position) ? [] : this.#complete(document, position),
        },
        ...['/', '?', '&', '=', '"', '{', ':', '@', '.', ' '],
      ),
      vscode.languages.registerHoverProvider(selector, {
        provideHover: (document, position) => this.#hover(document, position),
      }),
      vscode.languages.registerCodeActionsProvider(selector, diagnostics, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      vscode.languages.registerDocumentFormattingEditProvider(selector, { provideDocumentFormattingEdits: format }),
      vscode.languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: outline }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const { context, bodies } = await this.#look(document);
    const completions = await completeCell(document.getText(), document.offsetAt(position), context, bodies);
    return completions.map((completion) => itemOf(completion, document));
  }

  async #hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { context, bodies } = await this.#look(document);
    const hover = await hoverCell(document.getText(), document.offsetAt(position), context, bodies);
    return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeOf(document, hover));
  }

  async #look(document: vscode.TextDocument): Promise<{ context: CellContext; bodies: JsonBodies }> {
    const [table, models] = await Promise.all([loadEndpoints(), this.#account.knownModels()]);
    const known = models.join('\n');
    if (this.#bodies?.for !== known) this.#bodies = { for: known, bodies: new JsonBodies(table, models) };
    const profiles = this.#account.profiles().map(({ name }) => name);
    return {
      context: { table, models, profiles, ...surroundings(this.#cells, document) },
      bodies: this.#bodies.bodies,
    };
  }
}

const isPlaceholder = (document: vscode.TextDocument, { line, character }: vscode.Position): boolean =>
  document.lineAt(line).text.slice(0, character).endsWith('{{');

const KINDS: Readonly<Record<CellCompletion['kind'], vscode.CompletionItemKind>> = {
  method: vscode.CompletionItemKind.Method,
  path: vscode.CompletionItemKind.Interface,
  parameter: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  header: vscode.CompletionItemKind.Field,
  directive: vscode.CompletionItemKind.Keyword,
  cell: vscode.CompletionItemKind.Reference,
  environment: vscode.CompletionItemKind.Variable,
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
};

function itemOf(completion: CellCompletion, document: vscode.TextDocument): vscode.CompletionItem {
  const { label, kind, insert, isSnippet, replace, filterText, sortText, detail, documentation, continues } =
    completion;
  const item = new vscode.CompletionItem(label, KINDS[kind]);
  item.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  item.range = rangeOf(document, replace);
  if (filterText !== undefined) item.filterText = filterText;
  if (sortText !== undefined) item.sortText = sortText;
  if (detail !== undefined) item.detail = detail;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (continues) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest more' };
  return item;
}

function format(document: vscode.TextDocument, options: vscode.FormattingOptions): vscode.TextEdit[] {
  const text = document.getText();
  const { body } = parseCell(text);
  if (body?.kind !== 'json') return [];
  return formatBody(text, body.span, options).map((edit) =>
    vscode.TextEdit.replace(rangeOf(document, edit), edit.text),
  );
}

function outline(document: vscode.TextDocument): vscode.DocumentSymbol[] {
  const text = document.getText();
  const { name, method, target, targetSpan } = parseCell(text);
  if (target === '') return [];
  const request = `${method} ${target.split('?', 1)[0] ?? ''}`;
  const whole = rangeOf(document, { start: 0, end: text.length });
  const selection = rangeOf(document, targetSpan);
  return [new vscode.DocumentSymbol(name ?? request, name ? request : '', vscode.SymbolKind.Event, whole, selection)];
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
