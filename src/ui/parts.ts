import type * as vscode from 'vscode';
import type { OpenQuestions } from '../agent/question.ts';
import type { Account } from '../editor/account.ts';
import type { ApiKeys } from '../editor/apiKey.ts';
import type { ConversationApprovals } from '../editor/approvals.ts';
import type { LastEditor } from '../editor/context.ts';
import type { InstructionFiles } from '../editor/instructions/instructionFiles.ts';
import type { ToolChoices } from '../editor/otherTools/toolChoices.ts';
import type { Checkpoints } from '../editor/checkpoint/checkpoints.ts';
import type { KeptDocuments } from '../editor/checkpoint/keptDocuments.ts';
import type { ConversationModes } from '../editor/policy/conversationModes.ts';
import type { RuleStore } from '../editor/policy/ruleStore.ts';
import type { Edits } from '../editor/review/edits.ts';
import type { Commands } from '../editor/terminal/commands.ts';
import type { SettingsByConversation } from '../editor/settingsByConversation.ts';
import type { ChatProfiles } from '../editor/chatProfiles.ts';
import type { Log } from '../editor/log.ts';
import type { Conversations } from './conversations.ts';
import type { ExtensionAccess } from './extensionApi/extensionAccess.ts';
import type { ApiNotebooks } from './notebook/apiNotebooks.ts';
import type { ChatProposals } from './participant/chatProposals.ts';
import type { RequestDocuments } from './requests/compareRequests.ts';
import type { Replay } from './requests/replay.ts';
import type { RequestRecorder } from './requests/requestRecorder.ts';

/** The wired objects below the chat views. Each loads what is heavy at first use. */
export interface Parts {
  context: vscode.ExtensionContext;
  log: Log;
  apiKeys: ApiKeys;
  account: Account;
  /** The text editor that was active last: a webview with the focus takes none of it away. */
  lastEditor: LastEditor;
  edits: Edits;
  /** What the tools have begun in terminals. */
  commands: Commands;
  approvals: ConversationApprovals;
  /** What the user is asked in the middle of a turn. */
  questions: OpenQuestions;
  rules: RuleStore;
  /** Which mode each conversation is in. */
  modes: ConversationModes;
  /** What each conversation is run with, where it differs from the settings. */
  conversationSettings: SettingsByConversation;
  chatProfiles: ChatProfiles;
  /** Which tools are offered to the model. */
  toolChoices: ToolChoices;
  /** What the workspace's files tell agents. */
  instructionFiles: InstructionFiles;
  checkpoints: Checkpoints;
  /** Shows what checkpoints hold. */
  kept: KeptDocuments;
  conversations: Conversations;
  notebooks: ApiNotebooks;
  /** Which other extensions may ask models as the user. */
  extensionAccess: ExtensionAccess;
  /** The code of answers in VS Code's own chat. */
  chatProposals: ChatProposals;
  /** The last requests of all features. */
  requests: RequestRecorder;
  /** Shows requests in a diff. */
  requestDocuments: RequestDocuments;
  /** A file that answers in place of a server. */
  replay: Replay;
}
