import * as vscode from 'vscode';
import type { GrantScope } from '../../agent/approval.ts';
import { describeSubject } from '../../editor/policy/rules.ts';
import type { GivenRule } from '../../editor/policy/ruleStore.ts';
import { judgeLine } from '../../editor/shell/judgeLine.ts';
import { whyTooWide } from '../../editor/shell/commandPrefix.ts';
import type { App } from '../app.ts';
import { placeOf } from '../approvalPlace.ts';

interface RuleItem extends vscode.QuickPickItem {
  choose?: () => Promise<void>;
}

/** Lists what was approved for longer than one call; revokes and adds. It stays open until it is left. */
export async function run(app: App): Promise<void> {
  for (;;) {
    const picked = await vscode.window.showQuickPick(await itemsOf(app), {
      title: 'Manage Approvals',
      placeHolder: 'Choose a rule to revoke it',
      matchOnDescription: true,
    });
    if (!picked) return;
    await picked.choose?.();
  }
}

async function itemsOf(app: App): Promise<RuleItem[]> {
  const given = app.rules.list();
  const titles = new Map((await app.conversations.list()).map(({ id, title }) => [id, title]));
  const sections = Map.groupBy(given, ({ place }) => placeOf(place, titles));
  const items: RuleItem[] = [...sections].flatMap(([label, rules]) => [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...rules.map((one) => ({
      label: `$(${one.rule.allow ? 'check' : 'circle-slash'}) ${nameOf(one)}`,
      description: `given ${new Date(one.rule.givenAt).toLocaleString()}`,
      choose: () => revoke(app, [one], titles),
    })),
  ]);
  if (given.length === 0) items.push({ label: 'Nothing is approved for longer than one call' });
  items.push(
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(add) Add a rule for commands…', choose: () => addRule(app) },
  );
  if (given.length > 0) items.push({ label: '$(trash) Revoke all…', choose: () => revoke(app, given, titles) });
  return items;
}

const nameOf = ({ rule }: GivenRule): string => `${rule.allow ? 'Allow' : 'Deny'} ${describeSubject(rule)}`;

async function revoke({ rules }: App, given: readonly GivenRule[], titles: ReadonlyMap<string, string>): Promise<void> {
  const detail = given.map((one) => `${nameOf(one)} (${placeOf(one.place, titles)})`).join('\n');
  const question = given.length === 1 ? 'Revoke this rule?' : `Revoke these ${given.length} rules?`;
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, 'Revoke');
  if (answer === 'Revoke') await rules.remove(given.map(({ rule }) => rule.id));
}

async function addRule({ rules }: App): Promise<void> {
  const written = await vscode.window.showInputBox({
    title: 'Add a Rule for Commands',
    prompt: 'The first words of the commands. The longest rule decides.',
    placeHolder: 'git push',
    validateInput: (text) => (text.trim() === '' ? undefined : whyNoBeginning(text)),
  });
  const [words = []] = judgeLine(written ?? '', '.').commands;
  if (words.length === 0) return;
  const places: (vscode.QuickPickItem & { allow: boolean; scope: GrantScope })[] = [
    { label: 'Allow in this workspace', allow: true, scope: 'workspace' },
    { label: 'Deny in this workspace', allow: false, scope: 'workspace' },
    { label: 'Allow always', description: 'in every workspace', allow: true, scope: 'always' },
    { label: 'Deny always', description: 'in every workspace', allow: false, scope: 'always' },
  ];
  const withFolder = vscode.workspace.workspaceFolders ? places : places.filter(({ scope }) => scope === 'always');
  const possible = withFolder.filter(({ allow }) => !allow || whyNotAllowed(words) === undefined);
  const picked = await vscode.window.showQuickPick(possible, { title: `Commands that begin with ${words.join(' ')}` });
  if (picked) await rules.add({ words }, picked.allow, picked.scope, '');
}

/** Also what always asks can be denied; only what is no plain command cannot. */
function whyNoBeginning(text: string): string | undefined {
  const { commands } = judgeLine(text, '.');
  if (commands.length === 1 && commands[0]?.length === text.trim().split(/\s+/).length) return undefined;
  return 'Write the words of one command, without quotes and operators.';
}

function whyNotAllowed(words: readonly string[]): string | undefined {
  return whyTooWide(words) ?? judgeLine(words.join(' '), '.').asks;
}
