import * as vscode from 'vscode';
import type { PreparedCall, ToolContext } from '../../agent/tool.ts';
import { dependentTasks } from '../settings.ts';
import { commandCall } from './commandCall.ts';
import type { ToolPorts } from './ports.ts';
import { taskCommand, taskFolder } from './taskCommand.ts';
import { locateUri } from './workspaceFiles.ts';

/** Tasks are found again by this. */
export const taskLabel = ({ name, source }: vscode.Task): string =>
  source === 'Workspace' || source === '' ? name : `${source}: ${name}`;

/**
 * A call that runs a task: as a command with its output where that is the same, else by VS Code, which tells the exit
 * code only.
 */
export async function taskCall(
  task: vscode.Task,
  ports: ToolPorts,
  context: ToolContext,
  timeoutMs: number,
): Promise<PreparedCall> {
  const command = dependentTasks().includes(task.name) ? undefined : taskCommand(task);
  const folder = taskFolder(task);
  const place = folder === undefined ? undefined : await locateUri(vscode.Uri.file(folder));
  if (command !== undefined && place?.exists === true) {
    const directory = place.uri.fsPath;
    return commandCall({ command, directory, ...(!task.isBackground && { timeoutMs }) }, ports, context);
  }
  const label = taskLabel(task);
  return {
    title: `Run the task ${label}`,
    approval: {
      kind: 'run',
      title: `Run the task ${label}`,
      detail: [label, task.detail, command].filter(Boolean).join('\n'),
      why: 'runs what the files of the workspace say',
    },
    run: () => {
      const { conversationId, messageId, signal } = context;
      const write = { files: [], origin: { conversationId, messageId }, byCommand: true };
      return ports.edits.write(write, () => runByEditor(task, label, timeoutMs, signal));
    },
  };
}

async function runByEditor(task: vscode.Task, label: string, timeoutMs: number, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const execution = await vscode.tasks.executeTask(task);
  const end = (sentence: string): void => {
    execution.terminate();
    resolve(sentence);
  };
  const timer = setTimeout(() => end(`Stopped after ${timeoutMs / 1000} s.`), timeoutMs);
  const abort = (): void => end('Cancelled by the user.');
  const listeners = [
    vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution === execution) resolve(`Exit code ${event.exitCode ?? 'unknown'}.`);
    }),
    vscode.tasks.onDidEndTask((event) => {
      // Of a task with a process the other event comes too, and says more.
      if (event.execution === execution) setTimeout(() => resolve('It has ended.'), 200);
    }),
  ];
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  if (task.isBackground) resolve('It runs on in the background.');
  try {
    const sentence = await ended;
    signal.throwIfAborted();
    return `The task ${label} was run by VS Code. ${sentence} What it printed is in its terminal, for the user only.`;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    for (const listener of listeners) listener.dispose();
  }
}
