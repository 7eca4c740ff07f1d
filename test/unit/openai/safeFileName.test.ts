import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNameOf, safeFileName } from '../../../src/openai/safeFileName.ts';

test('a name of a server becomes one safe segment', () => {
  const cases = [
    ['report.jsonl', 'report.jsonl'],
    ['größe 画像.png', 'größe 画像.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\win.ini', 'win.ini'],
    ['a/..', 'download'],
    ['', 'download'],
    ['. . .', 'download'],
    ['.bashrc', 'bashrc'],
    ['a\0b\r\n\x7f.txt', 'ab.txt'],
    ['a:b*c?.txt', 'a_b_c_.txt'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['trailing. ', 'trailing'],
    ['CON', 'CON_'],
    ['nul.txt', 'nul_.txt'],
    ['com1.tar.gz', 'com1_.tar.gz'],
    ['com10.txt', 'com10.txt'],
    ['console.log', 'console.log'],
    ['lone\ud800.txt', 'lone\ufffd.txt'],
  ] as const;
  for (const [name, expected] of cases) assert.equal(safeFileName(name), expected);
  assert.equal(safeFileName('..', 'batch_1.jsonl'), 'batch_1.jsonl');
});

test('a long name is cut between characters and keeps its extension', () => {
  const name = safeFileName(`${'画'.repeat(200)}.jsonl`);
  assert.ok(Buffer.byteLength(name) <= 200);
  assert.match(name, /^画+\.jsonl$/);
  assert.equal(Buffer.byteLength(safeFileName('a'.repeat(500))), 200);
  assert.equal(Buffer.byteLength(safeFileName(`a.${'b'.repeat(500)}`)), 200);
});

test('the name in Content-Disposition is read and made safe', () => {
  const cases = [
    [undefined, undefined],
    ['inline', undefined],
    ['attachment; filename="out.jsonl"', 'out.jsonl'],
    ['attachment; filename=out.jsonl; size=3', 'out.jsonl'],
    ['attachment; filename="a \\"b\\".txt"', 'a _b_.txt'],
    ['attachment; filename="x.txt"; filename*=UTF-8\'\'gr%C3%B6%C3%9Fe.txt', 'größe.txt'],
    ["attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd", 'passwd'],
    ['attachment; filename="x.txt"; filename*=UTF-8\'\'%FF', 'x.txt'],
    ['attachment; filename="../.ssh/authorized_keys"', 'authorized_keys'],
  ] as const;
  for (const [disposition, expected] of cases) {
    const headers = new Headers(disposition === undefined ? {} : { 'content-disposition': disposition });
    assert.equal(fileNameOf({ headers }), expected);
  }
});
