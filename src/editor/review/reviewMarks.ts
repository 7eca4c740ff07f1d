import * as vscode from 'vscode';
import { rangeOfHunk } from './rangeOfHunk.ts';
import type { ReviewedDocument } from './reviewedDocument.ts';

const ghostCharacters = 120;

/** Marks the undecided changes in the editors that show them: added lines, and what was removed as a ghost. */
export class ReviewMarks implements vscode.Disposable {
  readonly #added = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedLineBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    light: { borderColor: 'transparent' },
    borderColor: new vscode.ThemeColor('contrastActiveBorder'),
    borderStyle: 'dashed',
    borderWidth: '0 0 0 2px',
  });
  readonly #removed = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.deletedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    after: { color: new vscode.ThemeColor('descriptionForeground'), margin: '0 0 0 2em' },
  });

  /** Draws the marks of one editor anew, or takes them away. A diff shows its changes by itself. */
  draw(editor: vscode.TextEditor, reviewed: ReviewedDocument | undefined, isInDiff: boolean): void {
    const hunks = reviewed && !isInDiff ? reviewed.hunks() : [];
    const { document } = editor;
    editor.setDecorations(
      this.#added,
      hunks.filter(({ lines }) => lines.length > 0).map((hunk) => rangeOfHunk(document, hunk)),
    );
    editor.setDecorations(
      this.#removed,
      hunks
        .filter(({ removed }) => removed.length > 0)
        .map((hunk) => {
          const { start } = rangeOfHunk(document, hunk);
          const line = document.lineAt(start.line).range;
          return {
            range: new vscode.Range(line.end, line.end),
            hoverMessage: removedText(hunk.removed, document.languageId),
            renderOptions: { after: { contentText: ghostOf(hunk.removed), textDecoration: 'line-through' } },
          };
        }),
    );
  }

  dispose(): void {
    this.#added.dispose();
    this.#removed.dispose();
  }
}

/** One line: decorations have no more. The hover shows all. */
function ghostOf(removed: readonly string[]): string {
  const shown = removed.find((line) => line.trim() !== '')?.trim() ?? '';
  const text = shown.length > ghostCharacters ? `${shown.slice(0, ghostCharacters)}…` : shown;
  return removed.length > 1 ? `${text} … ${removed.length} lines removed` : text || 'empty line removed';
}

function removedText(removed: readonly string[], language: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString('Removed:\n');
  return text.appendCodeblock(removed.join('\n'), language);
}
