import * as vscode from 'vscode';
import { callCost } from '../../agent/models/callCost.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage } from '../doneMessage.ts';
import { withProgress } from '../progress.ts';
import { taskModel } from '../taskModel.ts';
import { moderate } from '../text/moderate.ts';
import { selectedText } from '../text/selectedText.ts';
import { showReadOnly } from '../text/showReadOnly.ts';

/** Has what is selected, or the whole document, moderated, and shows what was said of it. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  const selected = await selectedText(app, args);
  const model = await taskModel(app, 'moderation');
  const { profile } = app.account;
  const report = await withProgress(`Moderating ${selected.label} with ${model}…`, async (signal) => {
    const client = await app.account.client(profile, 'Moderate');
    signal.throwIfAborted();
    return moderate(client, selected, model, signal);
  });
  await showReadOnly(app, 'moderation.md', report.markdown);
  const cost = costNote(callCost({ path: '/moderations', request: { model } }), profile);
  const verdict = report.flagged.length === 0 ? 'Not flagged' : `Flagged: ${report.flagged.join(', ')}`;
  void vscode.window.showInformationMessage(doneMessage(verdict, model, cost));
}
