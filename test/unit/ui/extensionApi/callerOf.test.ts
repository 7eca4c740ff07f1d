import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { callerOf, filesOnStack } from '../../../../src/ui/extensionApi/callerOf.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-caller-'));
const one = { id: 'a.one', extensionPath: join(folder, 'one') };
const inner = { id: 'a.inner', extensionPath: join(folder, 'one', 'inner') };
const linked = { id: 'a.linked', extensionPath: join(folder, 'linked') };
const extensions = [one, inner, linked];

mkdirSync(join(folder, 'real'));
symlinkSync(join(folder, 'real'), linked.extensionPath);

const idOf = (...files: (string | undefined)[]) => callerOf(files, extensions)?.id;

describe('the extension that calls', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('is the one of the nearest file that is an extension’s', () => {
    const file = join(one.extensionPath, 'dist', 'main.js');
    assert.equal(idOf(undefined, 'node:internal/timers', '/somewhere/else.js', file), 'a.one');
    assert.equal(idOf(join(inner.extensionPath, 'main.js'), file), 'a.inner');
    assert.equal(idOf(file, join(inner.extensionPath, 'main.js')), 'a.one');
  });

  it('is found by file URLs too, with blanks and a query', () => {
    assert.equal(idOf(`${pathToFileURL(join(one.extensionPath, 'a b.js')).href}?v=1`), 'a.one');
  });

  it('is found where its folder is a link', () => {
    assert.equal(idOf(join(folder, 'real', 'main.js')), 'a.linked');
  });

  it('is unknown where no file is of any', () => {
    assert.equal(idOf(), undefined);
    assert.equal(
      idOf(undefined, 'evalmachine.<anonymous>', 'file://%', join(folder, 'one.js'), `${one.extensionPath}2/a.js`),
      undefined,
    );
    assert.equal(callerOf([join(folder, 'x.js')], [{ id: 'a.gone', extensionPath: '' }]), undefined);
  });
});

describe('the files on the stack', () => {
  it('begin where the function was called, whatever else is set for stacks', () => {
    const files: (readonly (string | undefined)[])[] = [];
    const callee = (): void => void files.push(filesOnStack(callee));
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    Object.assign(Error, { prepareStackTrace: () => 'a lie' });
    callee();
    assert.equal((new Error('kept') as { stack?: unknown }).stack, 'a lie');
    assert.equal(Error.stackTraceLimit, 0);
    Error.stackTraceLimit = limit;
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    assert.equal(fileURLToPath(files[0]?.[0] ?? ''), import.meta.filename);
  });
});
