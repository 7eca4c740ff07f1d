import * as vscode from 'vscode';
import type { Log } from '../editor/log.ts';
import { OpenAIError } from '../openai/errors.ts';
import type { ErrorAction, ErrorHelp } from '../protocol/errorHelp.ts';
import { RestrictedError } from './requireTrust.ts';

interface ActionEntry {
  label: string;
  /** Absent: the caller says how. */
  command?: string;
}

/** What the next steps after an error are called, and what they run. */
export const actionEntries: Readonly<Record<ErrorAction, ActionEntry>> = {
  retry: { label: 'Retry' },
  setApiKey: { label: 'Set API Key', command: 'parley.setApiKey' },
  useLocalServer: { label: 'Use Another Server', command: 'parley.useLocalServer' },
  switchProfile: { label: 'Switch Profile', command: 'parley.switchProfile' },
  selectModel: { label: 'Select Model', command: 'parley.selectModel' },
  openSettings: { label: 'Open Settings', command: 'workbench.action.openSettingsJson' },
  showLog: { label: 'Show Log', command: 'parley.showLog' },
  openWalkthrough: { label: 'Get Started', command: 'parley.openWalkthrough' },
  manageTrust: { label: 'Manage Trust', command: 'workbench.trust.manage' },
};

/**
 * Logs the error and shows it with its next steps; `what` says what failed: "Explain Selection". Resolves as soon as the
 * message is up, not when it is answered. Cancellation is silent. Without `retry` no retry is offered.
 */
export async function reportError(
  { log }: { log: Log },
  error: unknown,
  what: string,
  retry?: () => Promise<void>,
): Promise<void> {
  if (isCancellation(error)) return;
  log.error(`${what} failed.`, error);
  const { title, text, actions } = await helpFor(error);
  const offered = actions
    .filter((action) => action !== 'retry' || retry !== undefined)
    .map((action) => actionEntries[action]);
  const message = `${what}: ${title === '' ? '' : `${title}. `}${text}`;
  const answer = vscode.window.showErrorMessage(message, ...offered.map(({ label }) => label));
  void follow();

  async function follow(): Promise<void> {
    try {
      const label = await answer;
      const chosen = offered.find((entry) => entry.label === label);
      if (chosen?.command) await vscode.commands.executeCommand(chosen.command);
      else if (chosen) await retry?.();
    } catch (followError) {
      await reportError({ log }, followError, what);
    }
  }
}

function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError');
}

async function helpFor(error: unknown): Promise<ErrorHelp> {
  if (error instanceof OpenAIError) {
    const { errorHelp } = await import('../protocol/errorHelp.ts');
    return errorHelp(error);
  }
  if (error instanceof RestrictedError) return { title: '', text: error.message, actions: ['manageTrust'] };
  return { title: '', text: error instanceof Error ? error.message : String(error), actions: ['showLog'] };
}
