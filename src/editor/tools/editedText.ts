import type * as vscode from 'vscode';

/** The text of a document as it would be after the edits. Throws a sentence where they overlap. */
export function editedText(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): string {
  const text = document.getText();
  const pieces = edits
    .map(({ range, newText }, order) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
      order,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  let [result, at] = ['', 0];
  for (const { start, end, newText } of pieces) {
    if (start < at) throw new Error('The edits of the language support overlap. Nothing was changed.');
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}
