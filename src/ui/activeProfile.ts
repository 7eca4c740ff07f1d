import type * as vscode from 'vscode';
import type { Profile } from '../editor/profile.ts';
import { addProfile, readSettings, updateSetting } from '../editor/settings.ts';

/** Where globalState remembers the model chosen for each profile, by the profile's name. */
const modelsKey = 'models';

/** Makes the profile the active one with the model it had before, and adds it to the settings when it is new. */
export async function activate(globalState: vscode.Memento, profile: Profile): Promise<void> {
  const { profiles, activeProfile, model } = readSettings();
  if (!profiles.some(({ name }) => name === profile.name)) await addProfile(profile);
  if (activeProfile === profile.name) return;
  const remembered = globalState.get<Record<string, string>>(modelsKey, {});
  await globalState.update(modelsKey, { ...remembered, [activeProfile]: model });
  const before = profiles.find(({ name }) => name === activeProfile);
  const sameServer = before?.baseURL === profile.baseURL;
  // The profile last: who sees it change finds its model.
  await updateSetting('model', remembered[profile.name] ?? (sameServer ? model : ''));
  await updateSetting('activeProfile', profile.name);
}
