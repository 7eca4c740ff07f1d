import * as vscode from 'vscode';
import type { App } from './ui/app.ts';
import { CodeActions, codeActionSchemes } from './ui/codeActions.ts';
import { registerLanguageModels } from './ui/builtinChat/registerLanguageModels.ts';
import { registerLanguageModelTools } from './ui/builtinChat/registerLanguageModelTools.ts';
import { registerCommands } from './ui/commands/index.ts';
import type { ParleyExports } from './ui/extensionApi/parleyApi.ts';
import { registerExtensionApi } from './ui/extensionApi/registerExtensionApi.ts';
import { registerCellLanguage } from './ui/notebook/language/registerCellLanguage.ts';
import { createController, registerSerializer } from './ui/notebook/registerNotebook.ts';
import { registerParticipant } from './ui/participant/registerParticipant.ts';
import { chatPanelType, chatViewId, requestsViewId } from './ui/viewIds.ts';

let app: Promise<App> | undefined;

/**
 * Tells VS Code what there is. The parts behind it are loaded once that is done, or with the first use. Answers with the
 * API for other extensions.
 */
export function activate(context: vscode.ExtensionContext): ParleyExports {
  const open = () => (app ??= import('./ui/openApp.ts').then(({ openApp }) => openApp(context, controller)));
  const controller = createController(async () => (await open()).notebooks);

  context.subscriptions.push(
    ...registerCommands(context, open),
    controller,
    registerSerializer(),
    registerCellLanguage(open),
    vscode.window.registerWebviewViewProvider(
      chatViewId,
      { resolveWebviewView: async (view) => (await open()).chat.resolveWebviewView(view) },
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
    vscode.window.registerWebviewViewProvider(
      requestsViewId,
      {
        resolveWebviewView: async (view) => {
          const { openRequestsView } = await import('./ui/requests/requestsView.ts');
          openRequestsView(await open(), view);
        },
      },
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
    vscode.window.registerWebviewPanelSerializer(chatPanelType, {
      deserializeWebviewPanel: async (panel, state) => (await open()).chat.deserializeWebviewPanel(panel, state),
    }),
    registerLanguageModels(open),
    registerLanguageModelTools(open),
    registerParticipant(context, open),
    vscode.languages.registerCodeActionsProvider(codeActionSchemes, new CodeActions(), {
      providedCodeActionKinds: CodeActions.kinds,
    }),
  );
  // Menus and the walkthrough depend on whether there is a key.
  setImmediate(() => void open());
  return registerExtensionApi(context, open);
}

/** Ends running turns and commands, and writes what is left of them. */
export async function deactivate(): Promise<void> {
  const opened = await app;
  await Promise.all([opened?.conversations.close(), opened?.commands.close(), opened?.replay.stop()]);
}
