import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { runInProcess, type CommandResult } from './commandProcess.ts';
import { CommandTerminals } from './commandTerminal.ts';
import { judgeLine } from '../shell/judgeLine.ts';
import { whyPathsAsk } from './commandPaths.ts';
import { asData, cutMiddle, plainTerminalText } from './output.ts';
import type { ToolPorts } from './ports.ts';
import { commandApproval, isForeignShell, refuseInvisible } from './shellCommand.ts';
import { locateExisting, workspaceRoots } from './workspaceFiles.ts';

const defaultTimeoutSeconds = 120;
const maxTimeoutSeconds = 600;

/** The window's: tools are made anew for every turn, and a terminal serves many. */
const terminals = new CommandTerminals();

export const runInTerminal = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'run_in_terminal',
    description: 'Runs a shell command that needs no input, and answers with its output.',
    kind: 'run',
    parameters: z.strictObject({
      command: z.string(),
      directory: z.string().nullable().describe('null: the workspace'),
      timeoutSeconds: z.number().nullable().describe(`null: ${defaultTimeoutSeconds}`),
    }),
    prepare: async ({ command: written, directory, timeoutSeconds }, { signal }) => {
      const command = written.trim();
      if (command === '') throw new Error('The command is empty.');
      refuseInvisible(command);
      const folder = await locateExisting(directory ?? workspaceRoots()[0]?.path ?? '.');
      const foreign = isForeignShell(vscode.env.shell, process.platform);
      const line = judgeLine(command, folder.label, { foreign });
      const leads = await whyPathsAsk(line.commands, folder.uri.fsPath, workspaceRoots());
      const judged = { ...line, asks: line.asks ?? leads };
      const place = folder.label === '.' ? '' : ` in ${folder.label}`;
      const seconds = Math.min(Math.max(1, timeoutSeconds ?? defaultTimeoutSeconds), maxTimeoutSeconds);
      return {
        title: `Run ${command.split('\n')[0] ?? ''}${place}`,
        approval: commandApproval(`Run a command${place}`, command, judged),
        run: async () => {
          const limit = outputCharacters();
          const timeout = AbortSignal.timeout(seconds * 1000);
          const stop = AbortSignal.any([signal, timeout]);
          // A shell in a terminal takes several lines for several commands, and completes words at a tab.
          const inTerminal = /[\n\t]/.test(command)
            ? undefined
            : await terminals.run(command, folder.uri, limit, stop, { reuse: !line.changesShell });
          const result = inTerminal ?? (await runInProcess(command, folder.uri.fsPath, limit, stop));
          signal.throwIfAborted();
          return report(result, timeout.aborted ? `Stopped after ${seconds} s` : undefined, limit);
        },
      };
    },
  });

function report({ output, exitCode }: CommandResult, stopped: string | undefined, limit: number): string {
  const end = stopped ?? (exitCode === undefined ? 'Ended, exit code unknown' : `Exit code ${exitCode}`);
  const text = plainTerminalText(output);
  if (text === '') return `${end}. No output.`;
  return asData(`${end}. Output`, cutMiddle(text, limit));
}
