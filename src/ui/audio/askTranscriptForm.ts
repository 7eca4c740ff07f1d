import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { listedModels, taskModel } from '../taskModel.ts';
import { writes, type TranscriptFormat, type TranscriptTask } from './transcribe.ts';
import { modelRules } from '../../agent/models/catalog.ts';

export interface TranscriptForm {
  model: string;
  format: TranscriptFormat;
  /** ISO 639-1; absent where the model shall find out. */
  language?: string;
}

interface FormItem extends vscode.QuickPickItem {
  format?: TranscriptFormat;
  model: string;
}

const formats = { text: 'Text', srt: 'SRT subtitles', vtt: 'WebVTT subtitles' } as const;
const formatKey = 'transcript.format';
const languageKey = 'transcript.language';

/** Asks how a transcript is written; the last answer comes first. Throws a `CancellationError` where it is closed. */
export async function askTranscriptForm(app: App, task: TranscriptTask, title: string): Promise<TranscriptForm> {
  const memory = app.context.globalState;
  const model = await taskModel(app, task === 'transcriptions' ? 'transcription' : 'translation');
  const formatItems = await formatsOf(app, task, model);
  const last = memory.get<string>(formatKey);
  const ordered = formatItems.toSorted((a, b) => Number(b.format === last) - Number(a.format === last));
  let language = task === 'transcriptions' ? memory.get(languageKey, '') : '';
  for (;;) {
    const languageItem: FormItem = { label: `$(globe) Language: ${language || 'found out by the model'}…`, model };
    const items = task === 'transcriptions' ? [...ordered, languageItem] : ordered;
    const picked = await vscode.window.showQuickPick(items, { title });
    if (!picked) throw new vscode.CancellationError();
    if (picked.format) {
      await memory.update(formatKey, picked.format);
      return { model: picked.model, format: picked.format, ...(language && { language }) };
    }
    language = (await askLanguage(title, language))?.trim().toLowerCase() ?? language;
    await memory.update(languageKey, language);
  }
}

/** What the model writes, and what another of the server's does in its place. */
async function formatsOf({ account }: App, task: TranscriptTask, model: string): Promise<FormItem[]> {
  const all = Object.entries(formats) as [TranscriptFormat, string][];
  const missing = all.filter(([format]) => !writes(model, format));
  const listed = missing.length > 0 ? await listedModels(account) : [];
  return all.flatMap(([format, label]): FormItem[] => {
    if (writes(model, format)) return [{ label, format, model, description: model }];
    const other = listed.find((id) => modelRules(id)?.apis.includes(task) && writes(id, format));
    return other === undefined ? [] : [{ label, format, model: other, description: other }];
  });
}

function askLanguage(title: string, current: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: 'Language of the audio by its code, such as en, de or ja. Empty: the model finds out.',
    value: current,
    validateInput: (text) => (/^([a-z]{2,3})?$/i.test(text.trim()) ? undefined : 'Two or three letters, such as en.'),
  });
}
