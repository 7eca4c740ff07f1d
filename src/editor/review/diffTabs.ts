import * as vscode from 'vscode';

/** What a tab shows, of one diff or several what stands on the right. */
export function modifiedIn({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff) return [input.modified];
  // Tabs with several diffs have no type in the stable API yet.
  const several = input as { textDiffs?: readonly { modified: vscode.Uri }[] } | null | undefined;
  return several?.textDiffs?.map(({ modified }) => modified) ?? [];
}

/** Both sides of a tab's diff, or of several those that stand on the right. */
export const shownIn = (tab: vscode.Tab): readonly vscode.Uri[] =>
  tab.input instanceof vscode.TabInputTextDiff ? [tab.input.original, tab.input.modified] : modifiedIn(tab);
