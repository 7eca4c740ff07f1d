import * as vscode from 'vscode';
import { readInlineCompletionSettings } from '../../editor/settings.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { errorHelp, type ErrorHelp } from '../../protocol/errorHelp.ts';
import type { RecentSpending } from '../../store/recentSpending.ts';
import { escapeMarkdown } from '../builtinChat/confirmationMarkdown.ts';
import { listPriceNote } from '../priceText.ts';
import { feature } from './askForCompletion.ts';
import type { CompletionParts, CompletionProvider } from './completionProvider.ts';
import { isCompleted } from './documentPlace.ts';
import { statusLines, statusText, type CompletionStatus } from './statusText.ts';

/** The hour moves on, and other windows spend. */
const LOOK_EVERY_MS = 20_000;

/** Shows in the status bar what is left of the hour's budget, and why nothing is proposed where that is so. */
export function showSpending(
  { account }: CompletionParts,
  provider: CompletionProvider,
  spending: RecentSpending,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('parley.inlineCompletions', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Parley: Inline Completions';
  item.command = 'parley.inlineCompletionOptions';
  let shown = '';
  const show = () => {
    const status = statusOf(provider, spending, () => listPriceNote(account.profile));
    const languageId = vscode.window.activeTextEditor?.document.languageId;
    const lines = statusLines(status);
    const text = statusText(status);
    const all = JSON.stringify([text, lines, languageId, readInlineCompletionSettings()]);
    // A tooltip that is open would be drawn anew.
    if (all === shown) return;
    shown = all;
    item.text = text;
    item.tooltip = tooltip(lines, languageId);
    const label = [`Parley inline completions: ${text.replace(/^\$\([\w-]+\) /, '')}`, ...lines].join('. ');
    item.accessibilityInformation = { label, role: 'button' };
    const isStopped = status.failure !== undefined || status.againAt !== undefined;
    item.backgroundColor = isStopped ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  show();
  item.show();
  const timer = setInterval(show, LOOK_EVERY_MS);
  return vscode.Disposable.from(item, provider.onDidChange(show), vscode.window.onDidChangeActiveTextEditor(show), {
    dispose: () => clearInterval(timer),
  });
}

/** What the failure of a completion means, and what to do. */
export function failureHelp(error: Error): ErrorHelp {
  if (error instanceof OpenAIError) return errorHelp(error);
  return { title: '', text: error.message, actions: ['retry', 'openSettings'] };
}

function statusOf(
  { failure, model, fromCache }: CompletionProvider,
  spending: RecentSpending,
  priceNote: () => string,
): CompletionStatus {
  const { hourlyBudgetUsd } = readInlineCompletionSettings();
  const recent = spending.lastHour(feature);
  const isSpent = hourlyBudgetUsd > 0 && recent.costUsd >= hourlyBudgetUsd;
  return {
    recent,
    hourlyBudgetUsd,
    fromCache,
    priceNote: model === undefined ? '' : priceNote(),
    ...(isSpent && { againAt: timeOf(spending.belowAt(feature, hourlyBudgetUsd)) }),
    ...(model !== undefined && { model }),
    ...(failure && {
      failure: {
        ...failureHelp(failure.error),
        ...(failure.until > Date.now() && { againAt: timeOf(failure.until) }),
      },
    }),
  };
}

const timeOf = (at: number): string => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

function tooltip(lines: readonly string[], languageId: string | undefined): vscode.MarkdownString {
  const options = 'parley.inlineCompletionOptions';
  const text = new vscode.MarkdownString('**Parley: Inline Completions**\n\n');
  text.isTrusted = { enabledCommands: [options, 'parley.toggleInlineCompletions'] };
  // What a server says is text: no link, no picture. Not by `appendText`, whose blanks keep a long line from being broken.
  for (const line of lines) text.appendMarkdown(`${escapeMarkdown(line.replaceAll(/\s+/g, ' '))}\n\n`);
  const link = (label: string, command: string, ...args: readonly string[]) =>
    `[${label}](command:${command}${args.length > 0 ? `?${encodeURIComponent(JSON.stringify(args))}` : ''})`;
  const { languages, hourlyBudgetUsd } = readInlineCompletionSettings();
  const isHere = languageId !== undefined && isCompleted(languages, languageId);
  const links = [
    link('Switch Off', 'parley.toggleInlineCompletions'),
    ...(languageId === undefined || !/^[\w.+#-]+$/.test(languageId)
      ? []
      : [link(`Switch ${isHere ? 'Off' : 'On'} in ${languageId}`, options, 'language')]),
    link(hourlyBudgetUsd > 0 ? 'Raise the Budget' : 'Set a Budget', options, 'raise'),
    link('Settings', options, 'settings'),
  ];
  return text.appendMarkdown(`---\n\n${links.join(' · ')}`);
}
