import * as vscode from 'vscode';
import type { DescribedPlan } from '../editor/checkpoint/describePlan.ts';
import type { FilePlan } from '../editor/checkpoint/planRestore.ts';
import { counted } from './counted.ts';
import type { Parts } from './parts.ts';

/** What is to be restored. */
export interface RestoreChoice {
  files: boolean;
  conversation: boolean;
}

interface Item extends vscode.QuickPickItem {
  choice?: RestoreChoice;
  plan?: FilePlan;
}

type Used = Pick<Parts, 'kept'>;

const diffButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('diff'), tooltip: 'Show Diff' };

/** Says what would change and asks what to restore; a file in the list shows its diff. Undefined where it is left. */
export async function pickRestore(
  { kept }: Used,
  { files, messages }: { files: readonly DescribedPlan[]; messages: number },
): Promise<RestoreChoice | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Restore to Here';
  pick.placeholder = 'What goes back to how it was before this message?';
  pick.ignoreFocusOut = true;
  pick.items = itemsFor(files, messages);
  const { promise, resolve } = Promise.withResolvers<RestoreChoice | undefined>();
  const choose = async (item: Item | undefined): Promise<void> => {
    if (item?.choice) resolve(item.choice);
    else if (item?.plan && !item.plan.lost) await kept.showDiff(item.plan);
  };
  pick.onDidAccept(() => void choose(pick.activeItems[0]));
  pick.onDidTriggerItemButton(({ item }) => void choose(item));
  pick.onDidHide(() => resolve(undefined));
  pick.show();
  const choice = await promise;
  pick.dispose();
  return choice;
}

function itemsFor(files: readonly DescribedPlan[], messages: number): Item[] {
  const restorable = files.filter(({ plan }) => !plan.lost).length;
  const ofFiles = counted(restorable, 'file');
  const ofConversation = `${counted(messages, 'message')} removed`;
  const hasMessages = messages > 0;
  return [
    ...(restorable > 0
      ? [{ label: '$(files) Files', description: ofFiles, choice: { files: true, conversation: false } }]
      : []),
    ...(hasMessages
      ? [
          {
            label: '$(comment) Conversation',
            description: ofConversation,
            choice: { files: false, conversation: true },
          },
        ]
      : []),
    ...(restorable > 0 && hasMessages
      ? [
          {
            label: '$(history) Files and conversation',
            description: `${ofFiles}, ${ofConversation}`,
            choice: { files: true, conversation: true },
          },
        ]
      : []),
    {
      label: files.length > 0 ? 'Files' : 'The files are as they were',
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...files.map(({ plan, name, effect }) => ({
      label: `$(file) ${name}`,
      description: plan.changedSince && !plan.lost ? `${effect}, changed since by somebody else: asks first` : effect,
      plan,
      buttons: plan.lost ? [] : [diffButton],
    })),
  ];
}

/** Asks for each file that was changed since. Undefined where the user leaves: then nothing is restored. */
export async function keepOrRestore({ kept }: Used, files: readonly DescribedPlan[]): Promise<FilePlan[] | undefined> {
  const decided: FilePlan[] = [];
  for (const { plan, name, effect } of files) {
    const answer = plan.changedSince ? await askAbout(kept, plan, name, effect) : 'restore';
    if (answer === undefined) return undefined;
    if (answer === 'restore') decided.push(plan);
  }
  return decided;
}

async function askAbout(
  kept: Used['kept'],
  plan: FilePlan,
  name: string,
  effect: string,
): Promise<'keep' | 'restore' | undefined> {
  const items = [
    { label: 'Keep Mine', detail: 'The file stays as it is.', answer: 'keep' },
    {
      label: 'Restore',
      detail: `The file goes back: ${effect}. What was changed since is lost but for Undo Restore.`,
      answer: 'restore',
    },
    { label: 'Show Diff', detail: 'Opens a diff and asks again.', answer: 'diff' },
  ] as const;
  for (;;) {
    const picked = await vscode.window.showQuickPick(items, {
      title: `${name} has changed since Parley wrote it`,
      placeHolder: `What about ${name}?`,
      ignoreFocusOut: true,
    });
    if (picked?.answer !== 'diff') return picked?.answer;
    await kept.showDiff(plan);
  }
}
