import * as vscode from 'vscode';
import { importAssistant } from '../../agent/importAssistant.ts';
import { OpenAIError } from '../../openai/errors.ts';
import type { App } from '../app.ts';
import { withProgress } from '../progress.ts';

const mostBytes = 5 * 1024 * 1024;
const mostAssistants = 200;

interface AssistantItem extends vscode.QuickPickItem {
  assistant: unknown;
}

/** Makes a chat profile of an Assistant: from a file, or from the server where it still has them. */
export async function run(app: App): Promise<void> {
  const sources = [
    { label: '$(json) From a JSON File…', load: chooseFile },
    { label: '$(cloud) From the Server…', description: app.account.profile.name, load: () => chooseListed(app) },
  ];
  const source = await vscode.window.showQuickPick(sources, { title: 'Import Assistant as Chat Profile' });
  const assistant = await source?.load();
  if (assistant === undefined) return;
  const { profile, leftOut } = importAssistant(assistant);
  const { profiles } = await app.chatProfiles.list();
  const replaces = profiles.some(({ name }) => name === profile.name);
  const detail = [
    replaces ? 'It takes the place of the chat profile with this name.' : '',
    leftOut.length > 0 ? `Left out:\n${leftOut.map((sentence) => `• ${sentence}`).join('\n')}` : '',
  ];
  const use = replaces ? 'Replace and Use' : 'Import and Use';
  const question = `Import “${profile.name}” as a chat profile?`;
  const options = { modal: true, detail: detail.filter(Boolean).join('\n\n') };
  if ((await vscode.window.showInformationMessage(question, options, use)) !== use) return;
  await app.chatProfiles.save(profile);
  const view = await app.chat.show();
  await app.chatProfiles.use((await view.conversation).id, profile.name);
}

async function chooseFile(): Promise<unknown> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Assistant as JSON',
      openLabel: 'Import',
      filters: { JSON: ['json'] },
    })) ?? [];
  if (!uri) return undefined;
  if ((await vscode.workspace.fs.stat(uri)).size > mostBytes) throw new Error('This file is too big for an Assistant.');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This file is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

async function chooseListed({ account }: App): Promise<unknown> {
  const items = await withProgress('Asking the server for its Assistants…', (signal) => list(account, signal));
  if (items.length === 0) throw new Error('The server has no Assistants.');
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Import Assistant as Chat Profile',
    matchOnDescription: true,
  });
  return picked?.assistant;
}

async function list(account: App['account'], signal: AbortSignal): Promise<AssistantItem[]> {
  const items: AssistantItem[] = [];
  try {
    const { beta } = await account.client();
    for await (const assistant of beta.assistants.list({ limit: 100 }, { signal })) {
      const { id, name, model, description } = assistant;
      const label = (name ?? id).replaceAll('$(', '$ (');
      items.push({ label, description: model, ...(description && { detail: description }), assistant });
      if (items.length === mostAssistants) break;
    }
  } catch (error) {
    if (!(error instanceof OpenAIError) || (error.status !== 404 && error.status !== 410)) throw error;
    const message = `This server has no Assistants any more: the API was retired. Import from a JSON file that was kept. (${error.message})`;
    throw new Error(message, { cause: error });
  }
  return items;
}
