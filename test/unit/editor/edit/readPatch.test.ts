import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPatch } from '../../../../src/editor/edit/readPatch.ts';

const patch = (...lines: string[]): string => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

describe('readPatch', () => {
  it('reads files that are added, deleted, changed and moved', () => {
    const read = readPatch(
      patch(
        '*** Add File: new.py',
        '+import os',
        '+',
        '+print(os.sep)',
        '*** Delete File: old.py',
        '*** Update File: a b.py',
        '*** Move to: src/c.py',
        '@@ class A:',
        '@@     def run(self):',
        '         one()',
        '-        two()',
        '+        three()',
        '*** End of File',
      ),
    );
    const [added, deleted, updated] = read;
    assert.equal(read.length, 3);
    assert.deepEqual(added, { kind: 'add', path: 'new.py', content: 'import os\n\nprint(os.sep)\n' });
    assert.deepEqual(deleted, { kind: 'delete', path: 'old.py' });
    assert.ok(updated?.kind === 'update');
    assert.deepEqual([updated.path, updated.moveTo], ['a b.py', 'src/c.py']);
    const [hunk] = updated.hunks;
    assert.deepEqual(
      { anchors: hunk?.anchors, old: hunk?.old, wanted: hunk?.wanted, atEnd: hunk?.atEnd },
      {
        anchors: ['class A:', 'def run(self):'],
        old: ['        one()', '        two()'],
        wanted: ['        one()', '        three()'],
        atEnd: true,
      },
    );
  });

  it('reads several hunks, and leaves out those that change nothing', () => {
    const [file] = readPatch(patch('*** Update File: a', '@@', '-one', '+1', '@@ x', ' same', '@@', '-two', '+2'));
    assert.ok(file?.kind === 'update');
    assert.deepEqual(
      file.hunks.map(({ old, anchors }) => [...old, ...anchors]),
      [['one'], ['two']],
    );
  });

  it('takes what models put around it or leave out', () => {
    const body = '*** Update File: a\n@@\n-one\n+two';
    const plain = readPatch(patch(...body.split('\n')));
    for (const bent of [
      body,
      `*** Begin Patch\n${body}\n`,
      `\`\`\`patch\n${patch(body)}\n\`\`\``,
      `Here is the patch:\n\n\`\`\`\n${body}\n\`\`\``,
      `apply_patch <<"EOF"\n${patch(body)}\nEOF`,
      patch(body).replaceAll('\n', '\r\n'),
      patch(body).replaceAll('\n', '\\n'),
      body.replace('*** Update File: a', '***Update File: `a` '),
      'diff --git a/a b/a\nindex 12ab..34cd 100644\n--- a/a\n+++ b/a\n@@\n-one\n+two\n',
    ])
      assert.deepEqual(readPatch(bent), plain, bent);
  });

  it('reads what a unified diff adds, deletes and renames', () => {
    const kinds = readPatch(
      ['--- /dev/null', '+++ b/new', '@@ -0,0 +1 @@', '+x', '--- a/old', '+++ /dev/null', '@@ -1 +0,0 @@', '-y'].join(
        '\n',
      ),
    );
    assert.deepEqual(kinds, [
      { kind: 'add', path: 'new', content: 'x\n' },
      { kind: 'delete', path: 'old' },
    ]);
    const [renamed] = readPatch('--- a/from\n+++ b/to\n@@ -3 +3 @@ here\n-y\n+z\n');
    assert.ok(renamed?.kind === 'update');
    assert.deepEqual([renamed.path, renamed.moveTo, renamed.hunks[0]?.line], ['from', 'to', 3]);
  });

  it('says what is wrong', () => {
    assert.throws(() => readPatch(''), /is empty/);
    assert.throws(() => readPatch('please change a to b'), /begins with "\*\*\* Update File: path"/);
    assert.throws(() => readPatch(patch('*** Update File: a', '@@', ' same')), /says nothing about a/);
  });
});
