import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, createBench, until, write, type Bench } from './toolFixture.ts';

const tasks = {
  version: '2.0.0',
  tasks: [
    { label: 'greet', type: 'shell', command: 'echo hello from a task' },
    { label: 'below', type: 'shell', command: 'pwd', options: { cwd: '${workspaceFolder}/src' } },
    { label: 'elsewhere', type: 'shell', command: 'pwd', options: { cwd: '${userHome}' } },
    { label: 'after', type: 'shell', command: 'exit 3', dependsOn: 'greet', problemMatcher: [] },
    { label: 'check', type: 'shell', command: 'echo checked; exit 4', group: { kind: 'test', isDefault: true } },
  ],
};

describe('the tools for tasks and tests', function () {
  this.timeout(120_000);
  let bench: Bench;
  before(async () => {
    bench = createBench();
    await write('.vscode/tasks.json', JSON.stringify(tasks));
    for (let known = 0; known < tasks.tasks.length;) {
      known = (await vscode.tasks.fetchTasks()).filter(({ source }) => source === 'Workspace').length;
    }
  });
  after(async () => {
    bench.edits.dispose();
    await vscode.workspace.fs.delete(at('.vscode/tasks.json'));
  });
  afterEach(async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await until('the terminals are closed', () => vscode.window.terminals.length === 0);
  });

  it('run_task lists the tasks with their commands', async () => {
    const text = await bench.call('run_task', { name: null });
    assert.match(text, /^Tasks \(data[^]*\ngreet \(echo hello from a task\)\n/);
    await assert.rejects(bench.prepare('run_task', { name: 'gone' }), /There is no task "gone"\. Tasks/);
  });

  it('run_task runs a task as its command, which is what is approved', async () => {
    const call = await bench.prepare('run_task', { name: 'greet' });
    assert.equal(call.approval?.detail, 'echo hello from a task');
    assert.match(await bench.call('run_task', { name: 'greet' }), /^Exit code 0\. Output[^]*\nhello from a task\n/);
  });

  it('run_task runs a task in the folder it names, and leaves other variables to VS Code', async () => {
    assert.match(await bench.call('run_task', { name: 'below' }), /^Exit code 0 in src\. Output[^]*\/src\n/);
    const call = await bench.prepare('run_task', { name: 'elsewhere' });
    assert.match(call.approval?.why ?? '', /files of the workspace/);
  });

  it('run_task lets VS Code run a task that needs others, asks each time, and tells the exit code', async () => {
    const call = await bench.prepare('run_task', { name: 'after' });
    assert.equal(call.approval?.scope, undefined);
    assert.match(call.approval?.why ?? '', /files of the workspace/);
    assert.match(await bench.call('run_task', { name: 'after' }), /Exit code 3\./);
  });

  it('run_tests runs the test task, or with arguments what the files say', async () => {
    const plain = { directory: null, arguments: null };
    assert.match(await bench.call('run_tests', plain), /^Exit code 4\. Output[^]*checked/);
    await write('made/Makefile', 'test:\n\t@echo tested $(ONLY)\n');
    const call = await bench.prepare('run_tests', { directory: 'made', arguments: 'ONLY=one' });
    assert.equal(call.title, 'Run make test ONLY=one in made');
    await write('bare/readme.txt', 'x');
    await assert.rejects(bench.prepare('run_tests', { ...plain, directory: 'bare' }), /Nothing in bare says/);
  });
});
