import { z } from 'zod';
import { defineTool, type Tool, type ToolContext } from '../../agent/tool.ts';
import { soon } from '../terminal/followCommand.ts';
import type { RunningCommand } from '../terminal/runningCommand.ts';
import { asData } from './output.ts';
import type { ToolPorts } from './ports.ts';

const maxWaitSeconds = 300;
const defaultWaitSeconds = 30;
const lookMs = 200;
const progressCharacters = 1500;

export const terminalOutput = ({ commands, outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'terminal_output',
    description: 'Reads on in what a command has printed, waits for more, or stops it.',
    kind: 'read',
    parameters: z.strictObject({
      id: z.string(),
      fromLine: z.number().nullable().describe('null: what is new'),
      waitSeconds: z.number().nullable(),
      until: z.string().nullable().describe('waits for this text'),
      stop: z.boolean(),
    }),
    prepare: ({ id, fromLine, waitSeconds, until, stop }, context) => {
      const command = commands.find(context.conversationId, id);
      const line = command.command.split('\n')[0] ?? '';
      return Promise.resolve({
        title: stop ? `Stop ${line}` : `Output of ${line}`,
        run: async () => {
          command.callId = context.callId;
          const from = fromLine ?? command.shownTo + 1;
          if (stop) {
            command.stop('Stopped');
            await command.ended;
          } else {
            const seconds = waitSeconds ?? (until === null ? 0 : defaultWaitSeconds);
            await follow(command, from, until, Math.min(Math.max(0, seconds), maxWaitSeconds) * 1000, context);
          }
          return describePage(command, from, outputCharacters());
        },
      });
    },
  });

/** Waits for the text, for the end of the command, or for the time. */
async function follow(
  command: RunningCommand,
  from: number,
  until: string | null,
  waitMs: number,
  { signal, report }: ToolContext,
): Promise<void> {
  const end = Date.now() + waitMs;
  const { output } = command;
  let next = from;
  let seen = -1;
  while (command.running && !signal.aborted && Date.now() < end) {
    if (output.version !== seen) {
      seen = output.version;
      report(output.tail(progressCharacters));
      if (until !== null) {
        const { from: first, lines } = output.page(next, Infinity);
        if (lines.some((line) => line.includes(until))) return;
        // The last line may still grow.
        next = Math.max(next, first + lines.length - 1);
      }
    }
    await soon(command, signal, Math.min(lookMs, Math.max(1, end - Date.now())));
  }
  signal.throwIfAborted();
}

function describePage(command: RunningCommand, from: number, limit: number): string {
  const { output, prompt, state, id } = command;
  const page = output.page(from, limit);
  const last = page.from + page.lines.length - 1;
  command.shownTo = Math.max(command.shownTo, output.partialLine === '' ? last : Math.min(last, output.lineCount - 1));
  const waits = prompt === undefined ? '' : ' It seems to wait for input.';
  if (page.lines.length === 0) return `${state}.${waits} Nothing new after line ${output.lineCount}.`;
  const missing = page.from > Math.max(1, from) ? ` Lines ${from} to ${page.from - 1} are not kept.` : '';
  const what = `${state}.${waits}${missing} Lines ${page.from} to ${last} of ${output.lineCount}`;
  const next = last < output.lineCount ? 'For more' : command.running ? 'For what follows' : undefined;
  const more = next === undefined ? '' : `\n${next}, call again with id ${id} and fromLine ${last + 1}.`;
  return `${asData(what, page.lines.join('\n'))}${more}`;
}
