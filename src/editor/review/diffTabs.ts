import * as vscode from 'vscode';

/** What a tab shows, of one diff or several what stands on the right. */
export function modifiedIn({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff) return [input.modified];
  // Tabs with several diffs have no type in the stable API yet.
  const several = input as { textDiffs?: readonly { modified: vscode.Uri }[] } | null | undefined;
  return several?.textDiffs?.map(({ modified }) => modified) ?? [];
}
