import * as vscode from 'vscode';
import { cheapestCompletingModel } from '../../agent/models/completingModels.ts';
import { readInlineCompletionSettings, setInlineCompletionsIn, updateSetting } from '../../editor/settings.ts';
import type { App } from '../app.ts';
import { feature } from '../inlineCompletions/askForCompletion.ts';
import { isCompleted } from '../inlineCompletions/documentPlace.ts';
import { pickModel } from '../pickModel.ts';
import { actionEntries } from '../reportError.ts';

interface Option extends vscode.QuickPickItem {
  take: () => PromiseLike<unknown>;
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
      await raise(app);
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

async function optionsOf(app: App, languageId: string | undefined): Promise<Option[]> {
  const { enabled, languages, hourlyBudgetUsd } = readInlineCompletionSettings();
  const provider = await app.inlineCompletions.provider();
  const failure = app.inlineCompletions.failure ?? provider?.failure?.error;
  const toggle = {
    label: enabled ? '$(circle-slash) Switch Off' : '$(sparkle) Switch On',
    take: () => vscode.commands.executeCommand('parley.toggleInlineCompletions'),
  };
  const language = languageId !== undefined && {
    label: `${isCompleted(languages, languageId) ? '$(circle-slash) Switch Off' : '$(sparkle) Switch On'} in ${languageId}`,
    take: () => switchLanguage(languageId),
  };
  return [
    ...(enabled && failure ? await stepsFor(app, failure) : []),
    toggle,
    ...(language ? [language] : []),
    {
      label: hourlyBudgetUsd > 0 ? "$(arrow-up) Raise the Hour's Budget" : '$(credit-card) Set a Budget for the Hour',
      description: `$${(await raised(app, hourlyBudgetUsd)).toFixed(2)}`,
      take: () => raise(app),
    },
    { label: '$(symbol-misc) Choose the Model', description: provider?.model ?? '', take: () => chooseModel(app) },
    { label: '$(list-flat) Show Requests', take: () => vscode.commands.executeCommand('parley.showRequests') },
    { label: '$(gear) Open Settings', take: openSettings },
  ];
}

/** What is to be done about a failure, in its words. */
async function stepsFor(app: App, error: Error): Promise<Option[]> {
  const { failureHelp } = await import('../inlineCompletions/showSpending.ts');
  const { title, text, actions } = failureHelp(error);
  return actions.map((action, index) => {
    const { label, command } = actionEntries[action];
    return {
      label: `$(warning) ${label}`,
      ...(index === 0 && { detail: [title, text].filter(Boolean).join('. ') }),
      take: async () => {
        if (action === 'selectModel') await chooseModel(app);
        else if (command !== undefined) await vscode.commands.executeCommand(command);
        else await app.inlineCompletions.refresh();
      },
    };
  });
}

/** For completions alone: the chat keeps its own. */
async function chooseModel(app: App): Promise<void> {
  const { model: current } = readInlineCompletionSettings();
  const model = await pickModel(app, {
    title: 'Model for Inline Completions',
    current,
    automatic: cheapestCompletingModel,
  });
  if (model !== undefined) await updateSetting('inlineCompletions.model', model);
}

async function switchLanguage(languageId: string): Promise<void> {
  await setInlineCompletionsIn(languageId, !isCompleted(readInlineCompletionSettings().languages, languageId));
}

/** Twice what it is, or more where that is spent already. */
async function raised({ conversations }: App, hourlyBudgetUsd: number): Promise<number> {
  const { costUsd } = (await conversations.spending.recent()).lastHour(feature);
  let budget = hourlyBudgetUsd > 0 ? 2 * hourlyBudgetUsd : FIRST_BUDGET_USD;
  while (budget <= costUsd) budget *= 2;
  return budget;
}

async function raise(app: App): Promise<void> {
  const budget = await raised(app, readInlineCompletionSettings().hourlyBudgetUsd);
  await updateSetting('inlineCompletions.hourlyBudgetUsd', budget);
  vscode.window.setStatusBarMessage(`Parley: inline completions may cost $${budget.toFixed(2)} an hour`, 5000);
}

const openSettings = () => vscode.commands.executeCommand('workbench.action.openSettings', 'parley.inlineCompletions');
