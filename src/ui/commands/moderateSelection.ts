import * as vscode from 'vscode';
import { callCost } from '../../agent/models/callCost.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage } from '../doneMessage.ts';
import { withProgress } from '../progress.ts';
import { taskModel } from '../taskModel.ts';
import { moderationReport, type ModerationReport } from '../text/moderationReport.ts';
import { selectedText, type SelectedText } from '../text/selectedText.ts';
import { showReadOnly } from '../text/showReadOnly.ts';
import { splitAtLines } from '../text/splitAtLines.ts';

/** Scores are best for texts that are not long. */
const PIECE_CHARACTERS = 8_000;
const PIECES_AT_ONCE = 16;

/** Has what is selected, or the whole document, moderated, and shows what was said of it. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  const selected = await selectedText(app, args);
  const model = await taskModel(app, 'moderation');
  const { profile } = app.account;
  const report = await withProgress(`Moderating ${selected.label} with ${model}…`, (signal) =>
    moderate(app, selected, model, signal),
  );
  await showReadOnly(app, 'moderation.md', report.markdown);
  const cost = costNote(callCost({ path: '/moderations', request: { model } }), profile);
  const verdict = report.flagged.length === 0 ? 'Not flagged' : `Flagged: ${report.flagged.join(', ')}`;
  void vscode.window.showInformationMessage(doneMessage(verdict, model, cost));
}

async function moderate(
  { account }: App,
  { text, label, startLine }: SelectedText,
  model: string,
  signal: AbortSignal,
): Promise<ModerationReport> {
  const client = await account.client(account.profile, 'Moderate');
  signal.throwIfAborted();
  const pieces = splitAtLines(text, PIECE_CHARACTERS, startLine);
  const results = [];
  for (let at = 0; at < pieces.length; at += PIECES_AT_ONCE) {
    const input = pieces.slice(at, at + PIECES_AT_ONCE).map((piece) => piece.text);
    const answer = await client.moderations.create({ model, input }, { signal });
    if (answer.results.length !== input.length) {
      throw new Error(`${model} answered with ${answer.results.length} results for ${input.length} texts.`);
    }
    results.push(...answer.results);
  }
  return moderationReport(pieces, results, { label, model });
}
