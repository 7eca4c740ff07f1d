import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { Recorder } from '../../src/agent/recorder.ts';
import { Repeats } from '../../src/agent/repeats.ts';
import { runCalls } from '../../src/agent/runCalls.ts';
import type { ToolCallItem } from '../../src/agent/transcript.ts';
import { createApprovals } from '../support/approvals.ts';
import { at, createBench, diffTabs, onDisk, type Bench } from './toolFixture.ts';
import { noQuestions } from '../support/toolContext.ts';

describe('untrusted workspace', () => {
  let bench: Bench;
  before(() => {
    assert.equal(vscode.workspace.isTrusted, false);
    bench = createBench();
  });
  after(() => bench.edits.dispose());

  /** Runs one call as a turn does, with the real approvals. Nobody answers questions. */
  async function runCall(name: string, args: object): Promise<ToolCallItem> {
    const recorder = new Recorder(() => undefined);
    const approvals = createApprovals({
      isTrusted: () => vscode.workspace.isTrusted,
      findReview: (uri) => bench.edits.find(uri),
    });
    const call = recorder.add('toolCall', {
      callId: 'call',
      name,
      arguments: JSON.stringify(args),
      status: 'streaming',
    });
    const { signal } = new AbortController();
    const context = {
      conversationId: 'c',
      messageId: 'm',
      tools: bench.tools,
      approvals,
      questions: noQuestions,
      repeats: new Repeats(),
      signal,
    };
    await runCalls([call], recorder, context);
    const item = recorder.items.at(-1);
    assert.equal(item?.type, 'toolCall');
    return item;
  }

  it('is read', async () => {
    const { status, output } = await runCall('read_file', { path: 'README.md', startLine: null, endLine: null });
    assert.equal(status, 'succeeded');
    assert.match(output ?? '', /README\.md, lines 1/);
  });

  it('is not written', async () => {
    const readme = await onDisk('README.md');
    const calls: [name: string, args: object][] = [
      ['edit_file', { path: 'README.md', edits: [{ oldText: readme, newText: 'gone' }] }],
      ['create_file', { path: 'created.txt', content: 'x' }],
    ];
    for (const [name, args] of calls) {
      const { status, output } = await runCall(name, args);
      assert.equal(status, 'denied', name);
      assert.match(output ?? '', /not trusted/);
    }
    assert.equal(await onDisk('README.md'), readme);
    assert.equal(existsSync(at('created.txt').fsPath), false);
    assert.equal(diffTabs().length, 0);
  });

  it('runs nothing', async () => {
    const { status, output } = await runCall('run_in_terminal', {
      command: 'touch ran.txt',
      directory: null,
      timeoutSeconds: null,
      background: false,
    });
    assert.equal(status, 'denied');
    assert.match(output ?? '', /not trusted/);
    assert.equal(existsSync(at('ran.txt').fsPath), false);
    assert.equal(vscode.window.terminals.length, 0);
  });
});
