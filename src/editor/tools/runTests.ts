import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { commandCall } from './commandCall.ts';
import type { ToolPorts } from './ports.ts';
import { timeoutMsOf } from './runInTerminal.ts';
import { taskCall } from './taskCall.ts';
import { testCommand, testFiles } from './testCommand.ts';
import { locateExisting, workspaceRoots } from './workspaceFiles.ts';

const standardSeconds = 600;

/** No extension may run another one's tests and see how they end, so the project's own command runs. */
export const runTests = (ports: ToolPorts): Tool =>
  defineTool({
    name: 'run_tests',
    description: "Runs the project's tests: its test task, or as its files say.",
    kind: 'run',
    parameters: z.strictObject({
      directory: z.string().nullable().describe('null: the workspace'),
      arguments: z.string().nullable().describe('for the test runner'),
    }),
    prepare: async ({ directory, arguments: args }, context) => {
      const timeoutMs = timeoutMsOf(null, standardSeconds);
      const plain = directory === null && (args ?? '').trim() === '';
      const task = plain ? await testTask() : undefined;
      if (task) return taskCall(task, ports, context, timeoutMs);
      const folder = await locateExisting(directory ?? workspaceRoots()[0]?.path ?? '.');
      const command = testCommand(await factsOf(folder.uri), args ?? '');
      if (command === undefined)
        throw new Error(
          `Nothing in ${folder.label} says how its tests are run. Find the command and use run_in_terminal.`,
        );
      return commandCall({ command, directory, timeoutMs }, ports, context);
    },
  });

/** The task that the workspace's own tasks.json names for tests. */
async function testTask(): Promise<vscode.Task | undefined> {
  const tasks = await vscode.tasks.fetchTasks();
  const tests = tasks.filter(({ group, source }) => source === 'Workspace' && group?.id === vscode.TaskGroup.Test.id);
  return tests.find(({ group }) => group?.isDefault === true) ?? (tests.length === 1 ? tests[0] : undefined);
}

async function factsOf(folder: vscode.Uri) {
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  const texts = new Map<string, string>();
  for (const name of testFiles) {
    if (!names.includes(name)) continue;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
    texts.set(name, Buffer.from(bytes).toString('utf8'));
  }
  return { names, texts };
}
