import * as vscode from 'vscode';
import { chooseTaskModel, mayDo, type ModelTask } from '../agent/models/taskModels.ts';
import { readSettings, updateSetting } from '../editor/settings.ts';
import { OpenAIError } from '../openai/errors.ts';
import { livePick } from './livePick.ts';
import type { Parts } from './parts.ts';

/** The setting of each task that has one. What translates is mostly what transcribes. */
const settingOf = {
  image: 'imageModel',
  speech: 'speechModel',
  transcription: 'transcriptionModel',
  translation: 'transcriptionModel',
  embedding: 'embeddingModel',
  moderation: undefined,
} as const satisfies Record<ModelTask, string | undefined>;

const purposeOf: Readonly<Record<ModelTask, string>> = {
  image: 'pictures',
  speech: 'speech',
  transcription: 'transcription',
  translation: 'translation',
  embedding: 'embeddings',
  moderation: 'moderation',
};

/**
 * The model for a task: the setting's, else one that the active profile's server lists, else the user is asked and the
 * answer goes into the setting. Throws a `CancellationError` where the question is closed, an `OpenAIError` where the
 * models cannot be listed.
 */
export async function taskModel({ account }: Pick<Parts, 'account'>, task: ModelTask): Promise<string> {
  const found = await findModel(account, task);
  if (found !== undefined) return found;
  const setting = settingOf[task];
  const set = setting && readSettings()[setting];
  const model = await ask(`Model for ${purposeOf[task]} at ${account.profile.name}`, await listedModels(account));
  if (setting && !set) await updateSetting(setting, model);
  return model;
}

/** The same where nobody can be asked: throws a sentence that says which setting names one. */
export async function taskModelUnasked({ account }: Pick<Parts, 'account'>, task: ModelTask): Promise<string> {
  const found = await findModel(account, task);
  if (found !== undefined) return found;
  const setting = settingOf[task];
  const advice = setting ? ` The setting parley.${setting} names one.` : '';
  throw new Error(`${account.profile.name} lists no model for ${purposeOf[task]}.${advice}`);
}

async function findModel(account: Parts['account'], task: ModelTask): Promise<string | undefined> {
  const setting = settingOf[task];
  const set = setting && readSettings()[setting];
  return set && mayDo(task, set) ? set : chooseTaskModel(task, await listedModels(account));
}

/** What the active profile's server lists, empty where it has no list: it may have models all the same. */
export async function listedModels(account: Parts['account']): Promise<readonly string[]> {
  const progress = { location: vscode.ProgressLocation.Window, title: 'Parley: Asking for the models' };
  try {
    return await vscode.window.withProgress(progress, async () => account.models());
  } catch (error) {
    if (error instanceof OpenAIError && error.kind === 'notFound') return [];
    throw error;
  }
}

async function ask(title: string, ids: readonly string[]): Promise<string> {
  const picked = await livePick<vscode.QuickPickItem & { model: string }>({
    title,
    placeholder: 'Choose a model, or type its name',
    items: (typed) => [
      ...ids.map((id) => ({ label: id, model: id })),
      ...(typed && !ids.includes(typed) ? [{ label: `Use “${typed}”`, model: typed, alwaysShow: true }] : []),
    ],
    fromText: (typed) => (typed ? { label: typed, model: typed } : undefined),
    load: () => Promise.resolve(),
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.model;
}
