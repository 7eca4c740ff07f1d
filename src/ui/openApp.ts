import * as vscode from 'vscode';
import { OpenQuestions } from '../agent/question.ts';
import { Account } from '../editor/account.ts';
import { ApiKeys } from '../editor/apiKey.ts';
import { ConversationApprovals } from '../editor/approvals.ts';
import { LastEditor } from '../editor/context.ts';
import { setContextKey } from '../editor/contextKeys.ts';
import { InstructionFiles } from '../editor/instructions/instructionFiles.ts';
import { ToolChoices } from '../editor/otherTools/toolChoices.ts';
import { Checkpoints } from '../editor/checkpoint/checkpoints.ts';
import { KeptDocuments } from '../editor/checkpoint/keptDocuments.ts';
import { ConversationModes } from '../editor/policy/conversationModes.ts';
import { RuleStore } from '../editor/policy/ruleStore.ts';
import { Edits } from '../editor/review/edits.ts';
import { Commands } from '../editor/terminal/commands.ts';
import { ChatProfiles } from '../editor/chatProfiles.ts';
import { SettingsByConversation } from '../editor/settingsByConversation.ts';
import { createLog } from '../editor/log.ts';
import { messageFacts } from '../editor/messageFacts.ts';
import { onDidChangeSettings, readSettings } from '../editor/settings.ts';
import { removeImages } from './answerMedia.ts';
import type { App } from './app.ts';
import { ChatViews } from './chatViews.ts';
import { Conversations } from './conversations.ts';
import { noticeEnded } from './endedNotice.ts';
import { ExtensionAccess } from './extensionApi/extensionAccess.ts';
import { followOtherWindows } from './followOtherWindows.ts';
import { InlineCompletions } from './inlineCompletions/inlineCompletions.ts';
import { ApiNotebooks } from './notebook/apiNotebooks.ts';
import { answerRenderer } from './notebook/rendererMessages.ts';
import { areCheckpointsStored, openCheckpoints } from './openCheckpoints.ts';
import { openStore } from './openStore.ts';
import { ChatProposals } from './participant/chatProposals.ts';
import { reportError } from './reportError.ts';
import { RequestDocuments } from './requests/compareRequests.ts';
import { noteRequests } from './requests/noteRequests.ts';
import { RecordFile } from './requests/recordFile.ts';
import { Replay } from './requests/replay.ts';
import { RequestRecorder } from './requests/requestRecorder.ts';
import { startPlan, type StartedPlan } from './startPlan.ts';
import { turnSettings } from './turnSettings.ts';
import { noticeWaiting } from './waitingNotice.ts';

/** Makes the parts and wires them. No network, no database: those are opened at first use. */
export function openApp(context: vscode.ExtensionContext, controller: vscode.NotebookController): App {
  const log = createLog();
  const apiKeys = new ApiKeys(context, log);
  const requests = new RequestRecorder({
    maxBytes: readSettings().requests.maxBytes,
    hidden: () => log.hidden,
  });
  const account = new Account(apiKeys, log, requests.observe);
  const lastEditor = new LastEditor();
  const edits = new Edits();
  const commands = new Commands(vscode.Uri.joinPath(context.globalStorageUri, 'terminal').fsPath);
  const modes = new ConversationModes(context.globalState, () => readSettings().mode);
  const conversationSettings: SettingsByConversation = new SettingsByConversation({
    settings: (id) => conversations.settings(id),
    setSettings: (id, json) => conversations.setSettings(id, json),
  });
  const chatProfiles = new ChatProfiles({ memento: context.globalState, modes, settings: conversationSettings });
  const folders = () => vscode.workspace.workspaceFolders?.map(({ uri }) => uri.toString()) ?? [];
  const rules = new RuleStore(context.globalState, folders);
  const instructionFiles = new InstructionFiles(context.workspaceState);
  const toolChoices = new ToolChoices(context.globalState, folders);
  const approvals = new ConversationApprovals({
    isTrusted: () => vscode.workspace.isTrusted,
    findReview: (diffUri) => edits.find(diffUri),
    rules,
    modeOf: (conversationId) => modes.get(conversationId),
  });
  const questions = new OpenQuestions();
  const plans = {
    folder: vscode.Uri.joinPath(context.globalStorageUri, 'plans'),
    start: (...plan: StartedPlan) => {
      startPlan({ modes, conversations }, ...plan).catch((error: unknown) => reportError({ log }, error, 'Start Plan'));
    },
  };
  const checkpoints = new Checkpoints({
    openStore: () => openCheckpoints({ context, log }),
    isStored: () => areCheckpointsStored({ context }),
    log,
  });
  const kept = new KeptDocuments(checkpoints);
  edits.onWillWrite(checkpoints.beforeWrite);
  const conversations: Conversations = new Conversations({
    approvals,
    questions,
    openStore: () => openStore({ context, log }),
    turnSettings: (conversationId, choice) =>
      turnSettings(
        {
          account,
          apiKeys,
          commands,
          conversations,
          conversationSettings,
          edits,
          instructionFiles,
          lastEditor,
          log,
          modes,
          plans,
          toolChoices,
        },
        conversationId,
        choice,
      ),
    onCreate: (id) => chatProfiles.begin(id),
    onFork: (id, copyId) => modes.set(copyId, modes.get(id)),
    onPurge: async (id) => {
      await checkpoints.forget(id);
      await removeImages(context.globalStorageUri, id);
    },
    onError: (what, error) => log.error(what, error),
    messageFacts: () => messageFacts(lastEditor),
    budgetLimits: () => readSettings().budget,
    workspace: () => vscode.workspace.name ?? '',
  });
  const notebooks = new ApiNotebooks({ account, log }, controller);
  const requestDocuments = new RequestDocuments({ requests, log });
  const replay = new Replay(context.globalState);
  const extensionAccess = new ExtensionAccess({
    memento: context.globalState,
    ask: async (question) => (await import('./extensionApi/askAccess.ts')).askAccess(question),
    isInstalled: (id) => vscode.extensions.getExtension(id) !== undefined,
  });
  const parts = {
    context,
    log,
    apiKeys,
    account,
    lastEditor,
    edits,
    commands,
    approvals,
    questions,
    rules,
    modes,
    conversationSettings,
    chatProfiles,
    toolChoices,
    instructionFiles,
    checkpoints,
    kept,
    conversations,
    notebooks,
    extensionAccess,
    chatProposals: new ChatProposals(),
    requests,
    requestDocuments,
    replay,
  };
  conversations.onDidEnd(({ result }) => {
    if (result.end === 'complete') void setContextKey('parley.answered', true);
  });
  context.subscriptions.push(log, apiKeys, account, lastEditor, edits, commands, notebooks, answerRenderer(parts));
  context.subscriptions.push(checkpoints, kept, instructionFiles);
  const recordFolder = vscode.Uri.joinPath(context.globalStorageUri, 'requests').fsPath;
  const isRecorded = () => readSettings().requests.recorded;
  const stopNoting = noteRequests(requests, new RecordFile(recordFolder), { isOn: isRecorded, log });
  context.subscriptions.push(requestDocuments, { dispose: stopNoting });
  context.subscriptions.push(onDidChangeSettings(() => requests.setMaxBytes(readSettings().requests.maxBytes)));
  replay.cleanUp().catch((error: unknown) => log.warn('The profile of a replay could not be taken away.', error));
  void edits.closeLeftovers();
  const app = { ...parts, chat: new ChatViews(parts), inlineCompletions: new InlineCompletions(parts) };
  context.subscriptions.push(noticeWaiting(app), noticeEnded(app), followOtherWindows(app), app.inlineCompletions);
  return app;
}
