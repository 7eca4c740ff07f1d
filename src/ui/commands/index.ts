import * as vscode from 'vscode';
import type { App, Command } from '../app.ts';

/** Every command of the manifest, loaded when it is first run. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  'parley.openChat': () => import('./openChat.ts'),
  'parley.openChatInEditor': () => import('./openChatInEditor.ts'),
  'parley.newChat': () => import('./newChat.ts'),
  'parley.showConversations': () => import('./showConversations.ts'),
  'parley.searchConversations': () => import('./searchConversations.ts'),
  'parley.compareModels': () => import('./compareModels.ts'),
  'parley.keepAnswer': () => import('./keepAnswer.ts'),
  'parley.exportConversation': () => import('./exportConversation.ts'),
  'parley.importConversation': () => import('./importConversation.ts'),
  'parley.copyConversation': () => import('./copyConversation.ts'),
  'parley.findInChat': () => import('./findInChat.ts'),
  'parley.explainSelection': () => import('./explainSelection.ts'),
  'parley.refactorSelection': () => import('./refactorSelection.ts'),
  'parley.fixSelection': () => import('./fixSelection.ts'),
  'parley.documentSelection': () => import('./documentSelection.ts'),
  'parley.testSelection': () => import('./testSelection.ts'),
  'parley.askSelection': () => import('./askSelection.ts'),
  'parley.acceptEdit': () => import('./acceptEdit.ts'),
  'parley.rejectEdit': () => import('./rejectEdit.ts'),
  'parley.acceptHunk': () => import('./acceptHunk.ts'),
  'parley.rejectHunk': () => import('./rejectHunk.ts'),
  'parley.acceptFile': () => import('./acceptFile.ts'),
  'parley.rejectFile': () => import('./rejectFile.ts'),
  'parley.nextHunk': () => import('./nextHunk.ts'),
  'parley.previousHunk': () => import('./previousHunk.ts'),
  'parley.showEditInline': () => import('./showEditInline.ts'),
  'parley.reviewChanges': () => import('./reviewChanges.ts'),
  'parley.reviewAnswer': () => import('./reviewAnswer.ts'),
  'parley.selectModel': () => import('./selectModel.ts'),
  'parley.editParameters': () => import('./editParameters.ts'),
  'parley.switchChatProfile': () => import('./switchChatProfile.ts'),
  'parley.importAssistant': () => import('./importAssistant.ts'),
  'parley.setApiKey': () => import('./setApiKey.ts'),
  'parley.useLocalServer': () => import('./useLocalServer.ts'),
  'parley.manageApprovals': () => import('./manageApprovals.ts'),
  'parley.manageExtensionAccess': () => import('./manageExtensionAccess.ts'),
  'parley.chooseTools': () => import('./chooseTools.ts'),
  'parley.restoreCheckpoint': () => import('./restoreCheckpoint.ts'),
  'parley.switchProfile': () => import('./switchProfile.ts'),
  'parley.signOut': () => import('./signOut.ts'),
  'parley.openWalkthrough': () => import('./openWalkthrough.ts'),
  'parley.showRequests': () => import('./showRequests.ts'),
  'parley.exportRequests': () => import('./exportRequests.ts'),
  'parley.replayRequests': () => import('./replayRequests.ts'),
  'parley.stopReplay': () => import('./stopReplay.ts'),
  'parley.showLog': () => import('./showLog.ts'),
  'parley.openApiTour': () => import('./openApiTour.ts'),
  'parley.newApiNotebook': () => import('./newApiNotebook.ts'),
  'parley.openApiCell': () => import('./openApiCell.ts'),
  'parley.pasteCurl': () => import('./pasteCurl.ts'),
  'parley.copyAsCurl': () => import('./copyAsCurl.ts'),
  'parley.copyAsTypeScript': () => import('./copyAsTypeScript.ts'),
  'parley.copyAsPython': () => import('./copyAsPython.ts'),
  'parley.followResult': () => import('./followResult.ts'),
  'parley.cancelOperation': () => import('./cancelOperation.ts'),
  'parley.generateImage': () => import('./generateImage.ts'),
  'parley.editImage': () => import('./editImage.ts'),
  'parley.transcribeAudio': () => import('./transcribeAudio.ts'),
  'parley.translateAudio': () => import('./translateAudio.ts'),
  'parley.speakSelection': () => import('./speakSelection.ts'),
  'parley.moderateSelection': () => import('./moderateSelection.ts'),
  'parley.embedSelection': () => import('./embedSelection.ts'),
  'parley.extractToJson': () => import('./extractToJson.ts'),
  'parley.countTokens': () => import('./countTokens.ts'),
  'parley.toggleInlineCompletions': () => import('./toggleInlineCompletions.ts'),
  'parley.inlineCompletionOptions': () => import('./inlineCompletionOptions.ts'),
};

/** Registers them all. A command that fails says so and resolves: nobody who runs one has to handle its errors. */
export function registerCommands(context: vscode.ExtensionContext, open: () => Promise<App>): vscode.Disposable[] {
  return Object.entries(commands).map(([id, load]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      const app = await open();
      try {
        await (await load()).run(app, ...args);
      } catch (error) {
        const { reportError } = await import('../reportError.ts');
        await reportError(app, error, titleOf(context, id));
      }
    }),
  );
}

function titleOf({ extension }: vscode.ExtensionContext, id: string): string {
  const manifest = extension.packageJSON as { contributes: { commands: { command: string; title: string }[] } };
  return manifest.contributes.commands.find(({ command }) => command === id)?.title ?? id;
}
