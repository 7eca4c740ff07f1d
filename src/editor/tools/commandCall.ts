import * as vscode from 'vscode';
import type { PreparedCall, ToolContext } from '../../agent/tool.ts';
import { findGit } from '../git/gitProgram.ts';
import { judgeLine } from '../shell/judgeLine.ts';
import { followCommand, soon } from '../terminal/followCommand.ts';
import type { RunningCommand } from '../terminal/runningCommand.ts';
import { whyPathsAsk } from './commandPaths.ts';
import { namedFiles } from './namedFiles.ts';
import { asData } from './output.ts';
import type { ToolPorts } from './ports.ts';
import { searchesFolders, whySearchAsks } from './searchedSecrets.ts';
import { commandApproval, isForeignShell, refuseInvisible } from './shellCommand.ts';
import { locateExisting, workspaceRoots } from './workspaceFiles.ts';

export interface CommandLine {
  command: string;
  /** As the model writes it; null: the workspace. */
  directory: string | null;
  /** How long it may run. Absent: it runs on in the background. */
  timeoutMs?: number;
}

/** How long a command in the background is watched: one that fails at once is told of at once. */
const firstLookMs = 3000;

const moves = new Set(['cd', 'pushd', 'popd']);

/** A call that runs a command line once it is approved, and tells the model what it printed and how it ended. */
export async function commandCall(
  { command: written, directory, timeoutMs }: CommandLine,
  { edits, commands, outputCharacters }: ToolPorts,
  context: ToolContext,
): Promise<PreparedCall> {
  const { conversationId, messageId, callId, signal } = context;
  const command = written.trim();
  if (command === '') throw new Error('The command is empty.');
  refuseInvisible(command);
  const folder = await locateExisting(directory ?? workspaceRoots()[0]?.path ?? '.');
  const foreign = isForeignShell(vscode.env.shell, process.platform);
  const line = judgeLine(command, folder.label, { foreign });
  const asks =
    line.asks ??
    (await whyPathsAsk(line.commands, folder.uri.fsPath, workspaceRoots())) ??
    (searchesFolders(line.commands)
      ? await whySearchAsks(line.commands, folder.uri.fsPath, { git: await findGit().catch(() => undefined), signal })
      : undefined);
  const judged = { ...line, asks };
  const place = folder.label === '.' ? '' : ` in ${folder.label}`;
  const background = timeoutMs === undefined;
  const what = background ? 'Run a command in the background' : 'Run a command';
  return {
    title: `${background ? 'Start' : 'Run'} ${command.split('\n')[0] ?? ''}${place}`,
    approval: commandApproval(`${what}${place}`, command, judged),
    run: async () => {
      // The shell tells where it went only after the command has ended.
      const changesShell = line.changesShell || line.commands.some(([program]) => moves.has(program ?? ''));
      const started = { conversationId, callId, command, folder: folder.uri, changesShell, signal };
      const files = await namedFiles(command, folder.uri);
      const write = { files, origin: { conversationId, messageId }, byCommand: true };
      const running = await edits.write(write, async () => {
        const begun = await commands.start(started);
        if (background) {
          await soon(begun, signal, firstLookMs);
          // The model has not been told of it: nobody would stop it.
          if (signal.aborted) begun.stop('Cancelled by the user');
          signal.throwIfAborted();
        } else await followCommand(begun, { ...context, timeoutMs });
        return begun;
      });
      return describeCommand(running, place, outputCharacters());
    },
  };
}

/** How a command ended or stands, and what it has printed: its beginning and its end where that is much. */
function describeCommand(command: RunningCommand, place: string, limit: number): string {
  const { id, output, prompt, running } = command;
  const { text, whole } = output.ends(limit);
  const facts = [
    `${running ? `Runs in the background as ${id}` : command.state}${place}`,
    ...(prompt === undefined ? [] : ['It seems to wait for input']),
  ].join('. ');
  command.shownTo = output.lineCount;
  const more =
    running || !whole ? `\nterminal_output with id ${id} has ${running ? 'what follows' : 'all lines'}.` : '';
  return text === '' ? `${facts}. No output.${more}` : `${asData(`${facts}. Output`, text)}${more}`;
}
