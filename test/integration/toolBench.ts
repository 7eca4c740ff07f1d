import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LastEditor } from '../../src/editor/context.ts';
import { readSettings } from '../../src/editor/settings.ts';
import { openConversationStore } from '../../src/store/conversationStore.ts';
import { LanguageModelTools, type Confirm } from '../../src/ui/builtinChat/languageModelTools.ts';
import { Conversations } from '../../src/ui/conversations.ts';
import { createApprovals } from '../support/approvals.ts';
import { noQuestions } from '../support/toolContext.ts';
import { setUpAccount, type AccountSetup } from './accountSetup.ts';

export interface ToolBench extends AccountSetup {
  tools: LanguageModelTools;
  conversations: Conversations;
  /** What was asked in dialogs; each is answered with yes where `allows` says so. */
  asked: Parameters<Confirm>[0][];
  allows: boolean;
  prepare(name: string, input: object): Promise<vscode.PreparedToolInvocation>;
  /** The text of the result. */
  invoke(name: string, input: object, token?: vscode.CancellationToken): Promise<string>;
  close(): Promise<void>;
}

const never = new vscode.CancellationTokenSource().token;

/** Our tools over an account and a ledger of their own. */
export async function openToolBench(): Promise<ToolBench> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tools-'));
  const setup = setUpAccount();
  const lastEditor = new LastEditor();
  const conversations = new Conversations({
    openStore: () => openConversationStore(join(folder, 'conversations.db')),
    approvals: createApprovals(),
    questions: noQuestions,
    turnSettings: () => Promise.reject(new Error('There is no turn.')),
    onError: (what, error) => setup.log.error(what, error),
    budgetLimits: () => readSettings().budget,
    workspace: () => 'sample',
  });
  const tools = new LanguageModelTools({ ...setup, conversations, lastEditor }, (question) => {
    bench.asked.push(question);
    return Promise.resolve(bench.allows);
  });
  const bench: ToolBench = {
    ...setup,
    tools,
    conversations,
    asked: [],
    allows: false,
    prepare: (name, input) => tools.prepare(name, input, never),
    invoke: async (name, input, token = never) => textOf(await tools.invoke(name, input, token)),
    close: async () => {
      await conversations.close();
      lastEditor.dispose();
      setup.dispose();
      await rm(folder, { recursive: true });
    },
  };
  return bench;
}

export const textOf = ({ content }: vscode.LanguageModelToolResult): string =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

/** What VS Code shows before a call. */
export function questionOf({ confirmationMessages }: vscode.PreparedToolInvocation): string {
  const { title = '', message = '' } = confirmationMessages ?? {};
  return `${title}\n${typeof message === 'string' ? message : message.value}`;
}
