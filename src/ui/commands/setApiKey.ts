import * as vscode from 'vscode';
import { environmentKey } from '../../editor/environment.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';
import type { App } from '../app.ts';
import { activate } from '../activeProfile.ts';
import { enterKey, keepKey } from '../enterKey.ts';

/** A key for the active profile, or the one in the environment if the user picks it. */
export async function run(app: App): Promise<void> {
  const offer = app.account.environmentOffer();
  const key = environmentKey(process.env);
  if (!offer || !key) {
    await enterKey(app, app.account.profile);
    return;
  }
  const choice = await choose(app.account.profile, offer);
  if (choice === 'environment' && (await keepKey(app, offer, key))) await activate(app.context.globalState, offer);
  if (choice === 'enter') await enterKey(app, app.account.profile);
}

async function choose(profile: Profile, offer: Profile): Promise<'environment' | 'enter' | undefined> {
  const items: (vscode.QuickPickItem & { choice: 'environment' | 'enter' })[] = [
    {
      label: '$(key) Enter a key',
      description: `for ${profile.name} (${serverOf(profile)})`,
      choice: 'enter',
    },
    {
      label: '$(terminal) Use OPENAI_API_KEY from the environment',
      description: `for ${offer.name} (${serverOf(offer)})`,
      choice: 'environment',
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Set API Key' });
  return picked?.choice;
}
