import * as vscode from 'vscode';

interface Change {
  rangeOffset: number;
  rangeLength: number;
  text: string;
}

/** Where a place of a text is after changes of it, which count from the text before. What is typed at it goes behind it. */
export function moved(offset: number, changes: readonly Change[]): number {
  let place = offset;
  for (const { rangeOffset, rangeLength, text } of changes) {
    const end = rangeOffset + rangeLength;
    if (rangeOffset >= offset) continue;
    // What the place stood in is replaced: it goes to the end of what stands there now.
    place += end <= offset ? text.length - rangeLength : rangeOffset + text.length - offset;
  }
  return place;
}

/** A place in a document that stays where it is while the user types elsewhere in it. Offsets are UTF-16 units. */
export interface FollowedCaret {
  document: vscode.TextDocument;
  position(): vscode.Position;
  dispose(): void;
}

export function followCaret(document: vscode.TextDocument, start: vscode.Position): FollowedCaret {
  let offset = document.offsetAt(start);
  const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document) offset = moved(offset, event.contentChanges);
  });
  return {
    document,
    position: () => document.positionAt(offset),
    dispose: () => void subscription.dispose(),
  };
}
