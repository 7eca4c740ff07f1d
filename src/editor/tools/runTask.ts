import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { asData } from './output.ts';
import type { ToolPorts } from './ports.ts';
import { timeoutMsOf } from './runInTerminal.ts';
import { taskCall, taskLabel } from './taskCall.ts';
import { taskCommand } from './taskCommand.ts';

const maxListed = 100;
const standardSeconds = 300;

export const runTask = (ports: ToolPorts): Tool =>
  defineTool({
    name: 'run_task',
    description: 'Runs a task of VS Code.',
    kind: 'run',
    parameters: z.strictObject({ name: z.string().nullable().describe('null: lists them') }),
    prepare: async ({ name }, context) => {
      const tasks = await vscode.tasks.fetchTasks();
      if (name === null) {
        return { title: 'List tasks', run: () => Promise.resolve(list(tasks)) };
      }
      const found = tasks.filter((task) => taskLabel(task) === name);
      const named = found.length > 0 ? found : tasks.filter((task) => task.name === name);
      const [task, other] = named;
      if (!task) throw new Error(`There is no task "${name}". ${list(tasks)}`);
      if (other) throw new Error(`Several tasks are called "${name}". Run its command with run_in_terminal.`);
      return taskCall(task, ports, context, timeoutMsOf(null, standardSeconds));
    },
  });

function list(tasks: readonly vscode.Task[]): string {
  if (tasks.length === 0) return 'There are no tasks.';
  const lines = tasks.slice(0, maxListed).map((task) => {
    const command = taskCommand(task);
    return `${taskLabel(task)}${command === undefined ? '' : ` (${command})`}`;
  });
  return asData('Tasks', lines.join('\n'));
}
