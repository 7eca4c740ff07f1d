import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { commandCall } from './commandCall.ts';
import type { ToolPorts } from './ports.ts';

const defaultTimeoutSeconds = 120;
const maxTimeoutSeconds = 600;

/** Milliseconds of what a model asked for. */
export const timeoutMsOf = (seconds: number | null, standard = defaultTimeoutSeconds): number =>
  Math.min(Math.max(1, seconds ?? standard), maxTimeoutSeconds) * 1000;

export const runInTerminal = (ports: ToolPorts): Tool =>
  defineTool({
    name: 'run_in_terminal',
    description: 'Runs a shell command that needs no input, and answers with its output.',
    kind: 'run',
    parameters: z.strictObject({
      command: z.string(),
      directory: z.string().nullable().describe('null: the workspace'),
      timeoutSeconds: z.number().nullable().describe(`null: ${defaultTimeoutSeconds}`),
      background: z.boolean().describe('for servers and watchers'),
    }),
    prepare: ({ command, directory, timeoutSeconds, background }, context) =>
      commandCall(
        { command, directory, ...(!background && { timeoutMs: timeoutMsOf(timeoutSeconds) }) },
        ports,
        context,
      ),
  });
