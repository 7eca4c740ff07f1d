import * as vscode from 'vscode';
import { hunkAt, hunkBeside, hunkNear } from '../edit/hunks.ts';
import { setContextKey } from '../contextKeys.ts';
import { ReviewLenses } from './reviewLenses.ts';
import { ReviewMarks } from './reviewMarks.ts';
import { rangeOfHunk } from './rangeOfHunk.ts';
import type { ReviewedDocument } from './reviewedDocument.ts';

export type HunkAction = 'acceptHunk' | 'rejectHunk' | 'acceptFile' | 'rejectFile';

/** The document, the 0-based line and, from a lens, the key of the hunk. */
export type HunkPlace = [documentUri?: string, line?: number, key?: string];

/** Shows the undecided changes of a document in its editors, and acts on the one at the cursor. */
export class ReviewEditors implements vscode.Disposable {
  readonly #find: (uri: vscode.Uri) => ReviewedDocument | undefined;
  readonly #marks = new ReviewMarks();
  readonly #lenses: ReviewLenses;
  readonly #listeners: readonly vscode.Disposable[];
  #hasHunks = false;

  constructor(find: (uri: vscode.Uri) => ReviewedDocument | undefined) {
    this.#find = find;
    this.#lenses = new ReviewLenses(find);
    this.#listeners = [
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (find(document.uri)) this.refresh();
      }),
    ];
  }

  /** After a decision, or when something new is to be reviewed. */
  refresh(): void {
    for (const editor of vscode.window.visibleTextEditors)
      this.#marks.draw(editor, this.#find(editor.document.uri), !isAlone(editor));
    this.#lenses.refresh();
    const active = vscode.window.activeTextEditor;
    const hasHunks = active !== undefined && (this.#find(active.document.uri)?.hunks().length ?? 0) > 0;
    if (hasHunks === this.#hasHunks) return;
    this.#hasHunks = hasHunks;
    void setContextKey('parley.hunksInEditor', hasHunks);
  }

  /**
   * Acts on the change at the cursor, or in the document and line named; then goes on to the next one. With the key of
   * a hunk on no other, wherever it has moved since its lens was drawn.
   */
  async act(action: HunkAction, ...[documentUri, line, key]: HunkPlace): Promise<void> {
    const editor = editorOf(documentUri);
    const reviewed = editor && this.#find(editor.document.uri);
    if (!reviewed) return;
    if (action === 'acceptFile' || action === 'rejectFile') {
      await reviewed[action]();
    } else {
      const at = line ?? editor.selection.active.line;
      const hunks = reviewed.hunks();
      const hunk = key === undefined ? hunkAt(hunks, at) : hunkNear(hunks, key, at);
      if (!hunk)
        throw new Error(
          key === undefined
            ? 'There is no proposed change at the cursor. Go to one first: Parley: Next Change.'
            : 'This change is not there any more.',
        );
      await reviewed[action](hunk);
      const next = hunkBeside(reviewed.hunks(), hunk.at - 1, 'next');
      if (next && !editor.document.isClosed) reveal(editor, rangeOfHunk(editor.document, next));
    }
    this.refresh();
  }

  go(direction: 'next' | 'previous', documentUri?: string, line?: number): void {
    const editor = editorOf(documentUri);
    const hunks = (editor && this.#find(editor.document.uri)?.hunks()) ?? [];
    const hunk = editor && hunkBeside(hunks, line ?? editor.selection.active.line, direction);
    if (hunk) reveal(editor, rangeOfHunk(editor.document, hunk));
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#marks.dispose();
    this.#lenses.dispose();
  }
}

function editorOf(documentUri: string | undefined): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (documentUri === undefined || activeTextEditor?.document.uri.toString() === documentUri) return activeTextEditor;
  return visibleTextEditors.find(({ document }) => document.uri.toString() === documentUri);
}

function reveal(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** False for a side of a diff, which shows its changes by itself. */
const isAlone = ({ document, viewColumn }: vscode.TextEditor): boolean =>
  vscode.window.tabGroups.all.some(
    ({ activeTab, viewColumn: column }) =>
      column === viewColumn &&
      activeTab?.input instanceof vscode.TabInputText &&
      activeTab.input.uri.toString() === document.uri.toString(),
  );
