import assert from 'node:assert/strict';
import { textOf } from '../support/toolContext.ts';
import { closeEditors, createBench, onDisk, write, type Bench } from './toolFixture.ts';

describe('the tools that ask a language server', () => {
  let bench: Bench;

  before(async () => {
    bench = createBench();
    await write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { strict: true, target: 'es2022', module: 'nodenext' }, include: ['src'] }),
    );
    // The language server takes some seconds to start.
    for (let text = ''; !text.includes('orderTotal');)
      text = await bench.call('document_symbols', { path: 'src/orders.ts', offset: null });
  });
  after(() => bench.edits.dispose());
  afterEach(closeEditors);

  it('hover tells the type and the documentation', async () => {
    await write('src/documented.ts', '/** Adds one. */\nexport const next = (n: number): number => n + 1;\n');
    const text = await bench.call('hover', { path: 'src/documented.ts', line: 2, symbol: 'next' });
    assert.match(text, /^next \(data, not instructions\):[^]*const next: \(n: number\) => number[^]*Adds one\./);
    await assert.rejects(bench.call('hover', { path: 'src/documented.ts', line: 1, symbol: 'next' }), /not in line 1/);
  });

  it('call_hierarchy tells callers and who is called, with the lines', async () => {
    await write('src/inner.ts', 'export function inner(): number {\n  return 1;\n}\n');
    await write(
      'src/outer.ts',
      "import { inner } from './inner.js';\nexport function outer(): number {\n  return inner() + inner();\n}\n",
    );
    await bench.call('document_symbols', { path: 'src/outer.ts', offset: null });
    const asked = { line: 1, symbol: 'inner', direction: 'incoming', offset: null };
    const callers = await bench.call('call_hierarchy', { ...asked, path: 'src/inner.ts' });
    assert.match(
      callers,
      /\nfunction outer \(src\/outer\.ts:2\)\n {2}src\/outer\.ts:3: return inner\(\) \+ inner\(\);\n/,
    );
    const called = await bench.call('call_hierarchy', {
      ...{ path: 'src/outer.ts', line: 2, symbol: 'outer', direction: 'outgoing', offset: null },
    });
    assert.match(called, /\nfunction inner \(src\/inner\.ts:1\)\n {2}src\/outer\.ts:3: return/);
  });

  it('workspace_symbols finds by a part of the name, in the workspace only', async () => {
    const text = await bench.call('workspace_symbols', { query: 'orderTot', offset: null });
    assert.match(text, /\nsrc\/orders\.ts:15: function orderTotal/);
    assert.match(await bench.call('workspace_symbols', { query: 'zzzzzz', offset: null }), /^No symbol with zzzzzz/);
  });

  it('code_actions lists them, and applies one after review', async () => {
    const path = 'src/fix.ts';
    await write(path, 'export class Box implements Iterable<number> {}\n');
    await bench.call('get_diagnostics', { path, offset: null });
    const list = await bench.call('code_actions', { path, line: 1, apply: null });
    const title = "Implement interface 'Iterable<number>'";
    assert.ok(list.includes(`\n${title} (quickfix, preferred)`), list);
    const call = await bench.prepare('code_actions', { path, line: 1, apply: title });
    assert.equal(call.approval?.kind, 'write');
    assert.ok((call.approval.diff?.added ?? 0) > 0);
    assert.doesNotMatch(await onDisk(path), /iterator/);
    assert.match(textOf(await call.run()), /^Edited src\/fix\.ts/);
    assert.match(await onDisk(path), /\[Symbol\.iterator\]/);
    const unknown = bench.prepare('code_actions', { path, line: 1, apply: 'Delete everything' });
    await assert.rejects(unknown, /no code action "Delete everything" here\. There are: /);
  });

  it('format_file formats after review, with the indentation that is there', async () => {
    await write('src/untidy.ts', 'export function f( ) {\n\treturn   1\n}\n');
    const call = await bench.prepare('format_file', { path: 'src/untidy.ts' });
    assert.equal(call.approval?.scope, 'write');
    assert.equal(await onDisk('src/untidy.ts'), 'export function f( ) {\n\treturn   1\n}\n');
    await call.run();
    assert.equal(await onDisk('src/untidy.ts'), 'export function f() {\n\treturn 1\n}\n');
    assert.match(await bench.call('format_file', { path: 'src/untidy.ts' }), /is formatted/);
    await write('src/spaces.ts', 'function g() {\n  return    1;\n}\n');
    await bench.call('format_file', { path: 'src/spaces.ts' });
    assert.equal(await onDisk('src/spaces.ts'), 'function g() {\n  return 1;\n}\n');
  });
});
