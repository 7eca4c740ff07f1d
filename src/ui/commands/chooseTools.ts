import * as vscode from 'vscode';
import { listOtherTools } from '../../editor/otherTools/editorTools.ts';
import { plainLine } from '../../editor/otherTools/plainText.ts';
import { otherKey, ownKey } from '../../editor/otherTools/toolChoices.ts';
import type { App } from '../app.ts';
import { ownTools } from '../ownTools.ts';

interface ToolItem extends vscode.QuickPickItem {
  key?: string;
}

const mostDetailCharacters = 200;

/** Which tools the model is offered in this workspace: Parley's own, those of other extensions and of MCP servers. */
export async function run(app: App): Promise<void> {
  const items = await itemsOf(app);
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Choose Tools',
    placeHolder: 'What is checked is offered. Type a tool or where it is from.',
    canPickMany: true,
    matchOnDescription: true,
  });
  if (!picked) return;
  const checked = new Set(picked.map(({ key }) => key));
  const changes = items.flatMap(({ key, picked: before = false }): [string, boolean][] =>
    key !== undefined && checked.has(key) !== before ? [[key, checked.has(key)]] : [],
  );
  if (changes.length > 0) await app.toolChoices.choose(new Map(changes));
}

async function itemsOf(app: App): Promise<ToolItem[]> {
  const isChosen = app.toolChoices.reader();
  const own = (await ownTools(app)).map(({ name, description }): ToolItem => ({
    ...itemOf(ownKey(name), name, 'Parley', description),
    picked: isChosen(ownKey(name), true),
  }));
  const others = Map.groupBy(listOtherTools(), ({ source }) => source.id);
  return [
    separator('Parley'),
    ...own,
    ...[...others].flatMap(([id, tools]): ToolItem[] => [
      separator(tools[0]?.source.label ?? id),
      ...tools.map(({ information: { name, description }, source, title }) => ({
        ...itemOf(otherKey(id, name), title, source.label, description),
        picked: isChosen(otherKey(id, name), source.offered),
      })),
    ]),
  ];
}

const separator = (label: string): ToolItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What others say of their tools is shown as text, not as an icon of ours: `$(` means nothing in it. */
const itemOf = (key: string, label: string, description: string, detail: string): ToolItem => ({
  key,
  label: withoutIcons(label),
  description: withoutIcons(description),
  detail: withoutIcons(plainLine(detail, mostDetailCharacters)),
});

const withoutIcons = (text: string): string => text.replaceAll('$(', '$ (');
