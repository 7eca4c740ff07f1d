import * as vscode from 'vscode';

/** What stands on the right in a tab that shows one diff or several. */
export function modifiedIn({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputTextDiff) return [input.modified];
  // Tabs with several diffs have no type in the stable API yet.
  const several = input as { textDiffs?: readonly { modified: vscode.Uri }[] } | null | undefined;
  return several?.textDiffs?.map(({ modified }) => modified) ?? [];
}
