import * as vscode from 'vscode';
import type { RulePlace } from '../editor/policy/ruleStore.ts';

/** Where a rule holds, for people. `titles` are those of the conversations by their id. */
export function placeOf(place: RulePlace, titles: ReadonlyMap<string, string>): string {
  switch (place.scope) {
    case 'always':
      return 'Every workspace';
    case 'conversation':
      return `Conversation “${titles.get(place.conversationId) ?? 'New chat'}”`;
    case 'workspace': {
      const open = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.toString()) ?? [];
      const isOpen = JSON.stringify(open.toSorted()) === JSON.stringify([...place.folders].sort());
      const names = place.folders.map((folder) => vscode.Uri.parse(folder).path.split('/').at(-1));
      return isOpen ? 'This workspace' : `Workspace ${names.join(', ')}`;
    }
  }
}
