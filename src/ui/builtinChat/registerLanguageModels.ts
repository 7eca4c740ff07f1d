import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { LanguageModels } from './languageModels.ts';
import type { ParleyModel } from './modelInformation.ts';

/** Offers our models to VS Code. What answers it is loaded when VS Code asks first. */
export function registerLanguageModels(open: () => Promise<App>): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let loaded: Promise<LanguageModels> | undefined;
  const models = () =>
    (loaded ??= Promise.all([open(), import('./languageModels.ts')]).then(([app, { LanguageModels }]) => {
      app.account.onDidChange(() => changed.fire());
      return new LanguageModels(app, () => changed.fire());
    }));
  const registered = vscode.lm.registerLanguageModelChatProvider('parley', {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: async (options) =>
      (await models()).provideLanguageModelChatInformation(options),
    provideLanguageModelChatResponse: async (...request) =>
      (await models()).provideLanguageModelChatResponse(...request),
    provideTokenCount: async (model, text) => (await models()).provideTokenCount(model, text),
  } satisfies vscode.LanguageModelChatProvider<ParleyModel>);
  return vscode.Disposable.from(changed, registered);
}
