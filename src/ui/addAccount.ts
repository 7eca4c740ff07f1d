import * as vscode from 'vscode';
import { builtInProfile, type Profile } from '../editor/profile.ts';
import { activate } from './activeProfile.ts';
import type { Parts } from './parts.ts';
import { enterKey } from './enterKey.ts';

const title = 'Add an OpenAI Account';

/** A profile of OpenAI with a key of its own: another organization, project or person. */
export async function addAccount(app: Pick<Parts, 'account' | 'apiKeys' | 'context' | 'log'>): Promise<void> {
  const taken = new Set(app.account.profiles().map((profile) => profile.name));
  const name = await ask('Name, as the picker shows it', (value) =>
    taken.has(value.trim()) ? 'There is a profile of this name.' : value.trim() ? undefined : 'A name is needed.',
  );
  if (!name) return;
  const organization = await ask('Organization ID (may be left empty)');
  if (organization === undefined) return;
  const project = await ask('Project ID (may be left empty)');
  if (project === undefined) return;
  const profile: Profile = {
    name,
    baseURL: builtInProfile.baseURL,
    ...(organization && { organization }),
    ...(project && { project }),
  };
  if (await enterKey(app, profile)) await activate(app.context.globalState, profile);
}

async function ask(prompt: string, validateInput?: (value: string) => string | undefined): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    ...(validateInput && { validateInput }),
  });
  return value?.trim();
}
