import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { LanguageModelTools } from './languageModelTools.ts';
import { languageModelToolName, toolNames } from './toolNames.ts';

/** Offers our tools to VS Code's own chat and to other extensions. What runs them is loaded with the first call. */
export function registerLanguageModelTools(open: () => Promise<App>): vscode.Disposable {
  let loaded: Promise<LanguageModelTools> | undefined;
  const tools = () =>
    (loaded ??= Promise.all([open(), import('./languageModelTools.ts')]).then(
      ([app, { LanguageModelTools }]) => new LanguageModelTools(app),
    ));
  const registered = toolNames.map((name) =>
    vscode.lm.registerTool(languageModelToolName(name), {
      prepareInvocation: async ({ input }, token) => (await tools()).prepare(name, input, token),
      invoke: async ({ input }, token) => (await tools()).invoke(name, input, token),
    }),
  );
  return vscode.Disposable.from(...registered);
}
