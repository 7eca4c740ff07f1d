import * as vscode from 'vscode';
import { readSettings, setInlineCompletionsIn, updateSetting } from '../../editor/settings.ts';
import type { App } from '../app.ts';
import { isCompleted } from '../inlineCompletions/documentPlace.ts';
import { actionEntries } from '../reportError.ts';

interface Option extends vscode.QuickPickItem {
  take: () => unknown;
}

/** Where nothing has limited it yet. */
const FIRST_BUDGET_USD = 0.2;

/** Asks what to do about inline completions; links in the status bar's tooltip name it: `language`, `raise`, `settings`. */
export async function run(app: App, chosen?: unknown): Promise<void> {
  const { languageId } = vscode.window.activeTextEditor?.document ?? {};
  switch (chosen) {
    case 'language':
      if (languageId !== undefined) await switchLanguage(languageId);
      return;
    case 'raise':
      await raise();
      return;
    case 'settings':
      await openSettings();
      return;
  }
  const option = await vscode.window.showQuickPick(await optionsOf(app, languageId), {
    title: 'Inline Completions',
    placeHolder: 'What is to change?',
  });
  await option?.take();
}

async function optionsOf({ inlineCompletions }: App, languageId: string | undefined): Promise<Option[]> {
  const { enabled, languages, hourlyBudgetUsd } = readSettings().inlineCompletions;
  const provider = await inlineCompletions.provider();
  const toggle = {
    label: enabled ? '$(circle-slash) Switch Off' : '$(sparkle) Switch On',
    take: () => vscode.commands.executeCommand('parley.toggleInlineCompletions'),
  };
  const language = languageId !== undefined && {
    label: `${isCompleted(languages, languageId) ? '$(circle-slash) Switch Off' : '$(sparkle) Switch On'} in ${languageId}`,
    take: () => switchLanguage(languageId),
  };
  return [
    ...(provider?.failure ? await stepsFor(provider.failure.error, () => provider.reset()) : []),
    toggle,
    ...(language ? [language] : []),
    {
      label: hourlyBudgetUsd > 0 ? "$(arrow-up) Raise the Hour's Budget" : '$(credit-card) Set a Budget for the Hour',
      description: `$${raised(hourlyBudgetUsd).toFixed(2)}`,
      take: raise,
    },
    { label: '$(list-flat) Show Requests', take: () => vscode.commands.executeCommand('parley.showRequests') },
    { label: '$(gear) Open Settings', take: openSettings },
  ];
}

/** What is to be done about a failure, in its words. */
async function stepsFor(error: Error, retry: () => void): Promise<Option[]> {
  const { failureHelp } = await import('../inlineCompletions/showSpending.ts');
  const { title, text, actions } = failureHelp(error);
  return actions.map((action, index) => {
    const { label, command } = actionEntries[action];
    return {
      label: `$(warning) ${label}`,
      ...(index === 0 && { detail: [title, text].filter(Boolean).join('. ') }),
      take: command === undefined ? retry : () => vscode.commands.executeCommand(command),
    };
  });
}

async function switchLanguage(languageId: string): Promise<void> {
  await setInlineCompletionsIn(languageId, !isCompleted(readSettings().inlineCompletions.languages, languageId));
}

/** Twice what it is: what has been used up is left once more. */
const raised = (hourlyBudgetUsd: number): number => (hourlyBudgetUsd > 0 ? 2 * hourlyBudgetUsd : FIRST_BUDGET_USD);

async function raise(): Promise<void> {
  const budget = raised(readSettings().inlineCompletions.hourlyBudgetUsd);
  await updateSetting('inlineCompletions.hourlyBudgetUsd', budget);
  vscode.window.setStatusBarMessage(`Parley: inline completions may cost $${budget.toFixed(2)} an hour`, 5000);
}

const openSettings = () => vscode.commands.executeCommand('workbench.action.openSettings', 'parley.inlineCompletions');
