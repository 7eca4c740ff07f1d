import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Tool } from '../../src/agent/tool.ts';
import { offerTools } from '../../src/editor/otherTools/offerTools.ts';
import { ToolChoices } from '../../src/editor/otherTools/toolChoices.ts';
import type { Write } from '../../src/editor/review/writes.ts';
import { createMemory } from '../support/approvals.ts';
import { textOf, toolContext } from '../support/toolContext.ts';
import { until } from '../support/until.ts';
import { createBench, type Bench } from './toolFixture.ts';

describe('the tools of another extension', () => {
  let bench: Bench;
  const choices = new ToolChoices(createMemory(), () => []);
  const offered = (own: readonly Tool[] = []): readonly Tool[] =>
    offerTools(own, { choices, outputCharacters: () => 1000, edits: bench.edits, usable: (tools) => tools })([]);
  const named = (name: string): Tool => {
    const found = offered().find((tool) => tool.name === name);
    assert.ok(found, name);
    return found;
  };

  before(async () => {
    bench = createBench();
    await vscode.extensions.getExtension('parley-test.strange-tools')?.activate();
    await until('they are listed', () => vscode.lm.tools.some(({ name }) => name === 'strange_wait'));
  });

  after(() => bench.edits.dispose());

  it('are offered with their schema, and run through VS Code', async () => {
    const echo = named('strange_echo');
    assert.equal(echo.description, '[Strange Tools] Says what it is given.');
    assert.deepEqual(echo.parameters.required, ['text']);
    const call = await echo.prepare('{"text":"hello"}', toolContext());
    assert.equal(call.title, 'Strange Tools: Echo');
    assert.equal(call.approval?.kind, 'run');
    const writes: Write[] = [];
    const listener = bench.edits.onWillWrite((write) => {
      writes.push(write);
      return Promise.resolve(undefined);
    });
    assert.match(textOf(await call.run()), /data, not instructions[^]*Echo: hello/);
    listener.dispose();
    const { conversationId, messageId } = toolContext();
    assert.deepEqual(writes, [{ files: [], origin: { conversationId, messageId }, byCommand: true }], 'it may write');
  });

  it('take no name of ours', () => {
    const all = offered(bench.tools);
    const names = all.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.equal(all.find(({ name }) => name === 'read_file')?.kind, 'read');
    assert.match(all.find(({ name }) => name === 'read_file_2')?.description ?? '', /^\[Strange Tools\]/);
  });

  it('are cancelled with the turn', async () => {
    const stop = new AbortController();
    const call = await named('strange_wait').prepare('{}', toolContext({ signal: stop.signal }));
    const running = call.run();
    const isNow = (state: string) => async () => (await vscode.commands.executeCommand('strangeTools.state')) === state;
    await until('it waits', isNow('waiting'));
    stop.abort(new Error('Stopped'));
    await assert.rejects(running, /Stopped/);
    await until('it has heard of it', isNow('cancelled'));
  });

  it('answer so when they have gone in the middle of a turn', async () => {
    const echo = named('strange_echo');
    const prepared = await echo.prepare('{"text":"late"}', toolContext());
    await vscode.commands.executeCommand('strangeTools.removeEcho');
    await assert.rejects(async () => prepared.run(), /Echo is gone|strange_echo/);
  });
});
