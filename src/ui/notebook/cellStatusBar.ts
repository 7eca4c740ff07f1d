import * as vscode from 'vscode';
import type { Account } from '../../editor/account.ts';
import { serverOf } from '../../editor/profile.ts';
import { canCancel } from './answer/operation.ts';
import { parseCell } from './cell.ts';
import type { CellSession } from './cellSession.ts';
import { chooseServer } from './chooseServer.ts';
import { firstTokenText, statusText, statusTooltip } from './statusText.ts';

const { Left, Right } = vscode.NotebookCellStatusBarAlignment;

/** The bar below a cell: figures of its last answer, what can be done with it, and the server it asks. */
export function cellStatusBar(
  account: Account,
  sessionOf: (cell: vscode.NotebookCell) => CellSession | undefined,
  onDidChange: vscode.Event<void>,
): vscode.NotebookCellStatusBarItemProvider {
  return {
    onDidChangeCellStatusBarItems: onDidChange,
    provideCellStatusBarItems(cell) {
      if (cell.kind !== vscode.NotebookCellKind.Code) return [];
      return [...resultItems(cell, sessionOf(cell)), ...serverItems(cell, account)];
    },
  };
}

function resultItems(cell: vscode.NotebookCell, session: CellSession | undefined): vscode.NotebookCellStatusBarItem[] {
  if (!session) return [];
  const items: vscode.NotebookCellStatusBarItem[] = [];
  for (const text of [statusText(session.result), firstTokenText(session.result)]) {
    if (text === '') continue;
    const figures = new vscode.NotebookCellStatusBarItem(text, Left);
    figures.tooltip = statusTooltip(session.result);
    items.push(figures);
  }
  if (session.isPending) {
    const follow = new vscode.NotebookCellStatusBarItem('$(sync) Follow Until Done', Left);
    follow.command = { title: 'Follow Until Done', command: 'parley.followResult', arguments: [cell] };
    follow.tooltip = 'Asks on until the operation has ended';
    items.push(follow);
  }
  if (canCancel(session.answer?.value)) {
    const cancel = new vscode.NotebookCellStatusBarItem('$(circle-slash) Cancel at the Server', Left);
    cancel.command = { title: 'Cancel at the Server', command: 'parley.cancelOperation', arguments: [cell] };
    cancel.tooltip = 'Asks the server to give the operation up';
    items.push(cancel);
  }
  return items;
}

function serverItems(cell: vscode.NotebookCell, account: Account): vscode.NotebookCellStatusBarItem[] {
  const { target, profile: named } = parseCell(cell.document.getText());
  try {
    const { profile } = chooseServer(target, named, { all: account.profiles(), active: () => account.profile });
    const item = new vscode.NotebookCellStatusBarItem(`$(server) ${profile.name}`, Right);
    item.tooltip = `The request goes to ${serverOf(profile)}`;
    return [item];
  } catch {
    // Running the cell says what is wrong with it.
    return [];
  }
}
