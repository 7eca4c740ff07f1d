import * as vscode from 'vscode';
import { visibleLine } from '../../agent/visibleText.ts';
import { formatCost } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { featureOf } from '../extensionApi/apiAnswers.ts';
import type { GivenAccess } from '../extensionApi/extensionAccess.ts';

interface AccessItem extends vscode.QuickPickItem {
  choose?: () => Promise<void> | void;
}

/** Lists the extensions that may ask models as the user, and takes that back. It stays open until it is left. */
export async function run(app: App): Promise<void> {
  for (;;) {
    const picked = await vscode.window.showQuickPick(await itemsOf(app), {
      title: 'Manage Extension Access',
      placeHolder: 'Choose an extension to take back its leave to ask models through Parley',
      matchOnDescription: true,
    });
    if (!picked) return;
    await picked.choose?.();
  }
}

async function itemsOf(app: App): Promise<AccessItem[]> {
  const { extensionAccess: access } = app;
  const given = await Promise.all((await access.list()).map((one) => itemOf(app, one)));
  const refused = access.refused().map(({ id, name }): AccessItem => ({
    label: `$(circle-slash) ${visibleLine(name, 80)}`,
    description: id,
    detail: 'Refused until the window is reloaded. Choose it to let it ask again.',
    choose: () => access.forgive(id),
  }));
  if (given.length + refused.length > 0) return [...given, ...refused];
  return [
    {
      label: 'No extension may ask models through Parley',
      detail:
        'An extension that wants to asks you first. What asks through VS Code itself is listed by “Chat: Manage Language Model Access...”.',
    },
  ];
}

async function itemOf(app: App, { caller, since, usedAt, servers }: GivenAccess): Promise<AccessItem> {
  const spentUsd = await app.conversations.spending.totalUsd(featureOf(caller));
  const name = visibleLine(caller.name, 80);
  return {
    label: `$(check) ${name}`,
    description: caller.id,
    detail: [
      spentUsd > 0 ? `${formatCost(spentUsd)} spent` : 'No known cost',
      `allowed on ${dayOf(since)}`,
      servers.join(', '),
      `last used on ${dayOf(usedAt)}`,
    ].join(' · '),
    choose: async () => {
      const answer = await vscode.window.showInformationMessage(
        `Take back what “${name}” may do?`,
        { modal: true, detail: `${caller.id} has to ask again. What it asks right now ends.` },
        'Take Back',
      );
      if (answer === 'Take Back') await app.extensionAccess.revoke(caller.id);
    },
  };
}

const dayOf = (at: number): string => new Date(at).toLocaleDateString();
