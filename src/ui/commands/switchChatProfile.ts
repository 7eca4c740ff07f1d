import * as vscode from 'vscode';
import type { App } from '../app.ts';

interface ProfileItem extends vscode.QuickPickItem {
  choose?: () => PromiseLike<unknown>;
}

/** Runs the conversation in the chat by a chat profile; makes, edits and imports them. */
export async function run(app: App): Promise<void> {
  const view = await app.chat.show();
  const { id } = await view.conversation;
  const [{ profiles, problems }, { profile: current }] = await Promise.all([
    app.chatProfiles.list(),
    app.conversationSettings.get(id),
  ]);
  const item = (name: string | undefined, label: string, description?: string, detail?: string): ProfileItem => ({
    label,
    ...(description && { description }),
    ...(detail && { detail }),
    ...(name === current && { iconPath: new vscode.ThemeIcon('check') }),
    choose: () => app.chatProfiles.use(id, name),
  });
  const items: ProfileItem[] = [
    item(undefined, 'No Profile', 'by the settings alone'),
    ...profiles.map(({ name, description, model, mode, instructions }) =>
      item(name, plain(name), plain([description, model, mode].filter(Boolean).join(' · ')), plain(instructions ?? '')),
    ),
    ...problems.map((problem) => ({ label: '$(warning) An entry is ignored', detail: plain(problem) })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(add) New from This Conversation…', choose: () => saveAsProfile(app, id) },
    { label: '$(edit) Edit in Settings', choose: () => editInSettings() },
    {
      label: '$(cloud-download) Import Assistant…',
      choose: () => vscode.commands.executeCommand('parley.importAssistant'),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Switch Chat Profile', matchOnDescription: true });
  await picked?.choose?.();
}

/** No icon of ours: `$(` means nothing in what others wrote. One line. */
const plain = (text: string): string => text.replaceAll('$(', '$ (').replaceAll(/\s+/g, ' ').slice(0, 200);

/** The conversation's model, parameters, tools and mode under a name. */
async function saveAsProfile({ chatProfiles, conversationSettings, modes }: App, id: string): Promise<void> {
  const { profiles } = await chatProfiles.list();
  const name = await vscode.window.showInputBox({
    title: 'New Chat Profile',
    prompt: 'It gets the model, parameters, tools and mode of this conversation.',
    placeHolder: 'Reviewer',
    validateInput: (text) =>
      profiles.some((profile) => profile.name === text.trim()) ? 'There is a profile with this name.' : undefined,
  });
  if (!name?.trim()) return;
  const { profileOf } = await import('../../agent/chatProfile.ts');
  await chatProfiles.save(profileOf(name.trim(), modes.get(id), await conversationSettings.get(id)));
  await chatProfiles.use(id, name.trim());
  const edit = 'Edit in Settings';
  const message = `The chat profile “${name.trim()}” is saved. Its instructions are written in the settings.`;
  if ((await vscode.window.showInformationMessage(message, edit)) === edit) await editInSettings();
}

const editInSettings = (): PromiseLike<unknown> =>
  vscode.commands.executeCommand('workbench.action.openSettingsJson', {
    revealSetting: { key: 'parley.chatProfiles' },
  });
