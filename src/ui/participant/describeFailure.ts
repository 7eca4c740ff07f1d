import * as vscode from 'vscode';
import { messageOf } from '../../agent/failure.ts';
import { sentence } from '../../protocol/errorHelp.ts';

/** What to do about an error of a model that is not ours, by the code that VS Code gives it. */
const advice: Readonly<Record<string, string>> = {
  [vscode.LanguageModelError.NoPermissions.name]:
    'Allow Parley to use this model, or choose another in the model picker.',
  [vscode.LanguageModelError.NotFound.name]: 'Choose another model in the model picker.',
  [vscode.LanguageModelError.Blocked.name]: 'Wait, ask in other words, or choose another model in the model picker.',
};

/** What failed, for the user, and what to do. Ours say both already. */
export function describeFailure(thrown: unknown, vendor: string): string {
  const message =
    sentence(messageOf(thrown)) ||
    'The model failed and did not say why. Try again, or choose another model in the model picker.';
  const next = thrown instanceof vscode.LanguageModelError && vendor !== 'parley' ? advice[thrown.code] : undefined;
  return next === undefined ? message : `${message} ${next}`;
}
