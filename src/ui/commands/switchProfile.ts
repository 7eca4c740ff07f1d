import * as vscode from 'vscode';
import { builtInProfile, mayCarryKey, needsKey, serverOf, type Profile } from '../../editor/profile.ts';
import { readSettings, removeProfile } from '../../editor/settings.ts';
import { activate } from '../activeProfile.ts';
import { addAccount } from '../addAccount.ts';
import type { App } from '../app.ts';
import { announce, enterKey } from '../enterKey.ts';

interface ProfileItem extends vscode.QuickPickItem {
  choose?: () => Promise<void>;
}

/** Switches to another profile in one pick; adds and removes them. */
export async function run(app: App): Promise<void> {
  const { activeProfile, profiles, profileProblems } = readSettings();
  const removable = profiles.filter(({ name }) => name !== builtInProfile.name);
  const items: ProfileItem[] = await Promise.all(
    profiles.map(async (profile) => ({
      label: profile.name,
      description: serverOf(profile),
      detail: await describeKey(app, profile),
      ...(profile.name === activeProfile && { iconPath: new vscode.ThemeIcon('check') }),
      choose: () => switchTo(app, profile),
    })),
  );
  items.push(
    ...profileProblems.map((problem) => ({ label: '$(warning) An entry is ignored', detail: problem })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(add) Add an OpenAI account…', choose: () => addAccount(app) },
    {
      label: '$(server) Add a local or custom server…',
      choose: async () => vscode.commands.executeCommand('parley.useLocalServer'),
    },
  );
  if (removable.length > 0) items.push({ label: '$(trash) Remove a profile…', choose: () => remove(app, removable) });
  const picked = await vscode.window.showQuickPick(items, { title: 'Switch Profile', matchOnDescription: true });
  await picked?.choose?.();
}

async function describeKey({ apiKeys }: App, profile: Profile): Promise<string> {
  if (await apiKeys.has(profile)) return 'Key set';
  if (needsKey(profile)) return 'No key yet';
  return mayCarryKey(profile) ? 'No key' : 'No key: plain http://';
}

async function switchTo(app: App, profile: Profile): Promise<void> {
  if (needsKey(profile) && !(await app.apiKeys.has(profile)) && !(await enterKey(app, profile))) return;
  await activate(app.context.globalState, profile);
  announce(`Parley now talks to ${profile.name}.`);
}

async function remove(app: App, removable: readonly Profile[]): Promise<void> {
  const items = removable.map((profile) => ({ label: profile.name, description: serverOf(profile), profile }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Remove a Profile' });
  if (!picked) return;
  const confirm = 'Remove';
  const question = `Remove ${picked.label} and its key?`;
  if ((await vscode.window.showInformationMessage(question, { modal: true }, confirm)) !== confirm) return;
  if (readSettings().activeProfile === picked.label) await activate(app.context.globalState, builtInProfile);
  await app.apiKeys.delete(picked.profile);
  await removeProfile(picked.label);
}
