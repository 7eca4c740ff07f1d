import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rule } from '../../../../src/editor/policy/rules.ts';
import { decideByRules } from '../../../../src/editor/policy/rules.ts';
import { judgeLine } from '../../../../src/editor/shell/judgeLine.ts';
import { commandApproval } from '../../../../src/editor/tools/shellCommand.ts';
import { allowedBeginnings, harmless } from '../../../support/allowedCommands.ts';
import { attackLines } from '../../../support/attackLines.ts';

const rules = allowedBeginnings.map((beginning): Rule => ({
  id: beginning,
  allow: true,
  givenAt: 0,
  words: beginning.split(' '),
}));
const isAllowed = (line: string, foreign = false): boolean =>
  decideByRules(commandApproval('Run', line, judgeLine(line, '.', { foreign })), rules)?.approved === true;

describe('a user who allowed the everyday commands', () => {
  for (const [way, lines] of Object.entries(attackLines))
    it(`is asked about ${way} (${lines.length} lines)`, () => {
      assert.deepEqual(
        lines.filter((line) => isAllowed(line)),
        [],
      );
    });

  it(`is not asked about ${harmless.length} harmless lines`, () => {
    const asked = harmless.filter((line) => !isAllowed(line));
    assert.deepEqual(
      asked.map((line) => [line, judgeLine(line, '.').asks]),
      [],
    );
  });

  it('is asked about each harmless line that has one more part', () => {
    for (const line of harmless) {
      for (const part of ['; evil', ' && evil', ' | evil', '\nevil', ' $(evil)', ' `evil`', ' > a', ' "$X"'])
        assert.equal(isAllowed(line.trimEnd().replace(/[;&]$/, '') + part), false, line + part);
      assert.equal(isAllowed(`evil; ${line}`), false, line);
      assert.equal(isAllowed(`PATH=evil ${line}`), false, line);
    }
  });

  it('is asked about every beginning of a line that ends within a quote, and never about more than the line', () => {
    for (const line of harmless)
      for (let end = 1; end < line.length; end++) {
        const judged = judgeLine(line.slice(0, end), '.');
        const open = /^(?:[^'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\[^])*")*(?:'[^']*|"(?:[^"\\]|\\[^])*\\?|\\)$/s.test(
          line.slice(0, end),
        );
        if (open) assert.notEqual(judged.asks, undefined, line.slice(0, end));
      }
  });

  it('is asked in other shells than POSIX ones about all but plain words', () => {
    assert.ok(isAllowed('npm test', true));
    assert.ok(isAllowed('git log --oneline -5', true));
    assert.ok(isAllowed('git show HEAD:src/a.ts', true));
    for (const line of [
      'npm test; evil',
      'npm test & evil',
      'npm test "a"',
      'npm test %PATH%',
      'npm test @args',
      'npm test `n',
      'npm test\nevil',
      'npm test (evil)',
      'npm test ^& evil',
      'del a',
      'Remove-Item a',
      '. ./evil',
      '& evil',
      'npm test | evil',
      'npm\ttest',
      'ls env:',
      'cat Env:OPENAI_API_KEY',
      'cat variable:PROFILE',
      'ls hkcu:Software',
      'ls Environment::',
      'cat c:secret',
      'cat C:/Windows/win.ini',
      'cat .env',
      'npm.cmd exec evil',
      'NPM.CMD test',
      'rm.exe a',
    ])
      assert.equal(isAllowed(line, true), false, line);
  });
});

describe('judgeLine', () => {
  it('finds every program that a line runs', () => {
    const programs = (line: string): string =>
      judgeLine(line, '.')
        .commands.map(([program]) => program)
        .join(' ');
    assert.equal(programs('a 1 && b 2 || c; d & e | f\ng'), 'a b c d e f g');
    assert.equal(programs('(a; (b)); { c; d; }'), 'a b c d');
    assert.equal(programs('a $(b; c $(d)) "`e`" <(f) ${x:-$(g)}'), 'a b c d e f g');
    assert.equal(programs('echo `b \\`c\\``'), 'echo b c');
    assert.equal(programs("timeout 5 sudo env A=b sh -c 'a; xargs b'"), 'a b');
    assert.equal(programs('find . -exec a {} \\; -ok b \\;'), 'a b');
    assert.equal(programs('X=1 a > b 2>&1 < c'), 'a');
  });

  it('takes quotes off', () => {
    assert.deepEqual(judgeLine(`a 'b c' "d \\" e" f\\ g h'i'"j" ''`, '.').commands, [
      ['a', 'b c', 'd " e', 'f g', 'hij', ''],
    ]);
  });

  it('says why it asks', () => {
    const why = (line: string): string => judgeLine(line, '.').asks ?? '';
    assert.equal(why('a > b'), 'redirects');
    assert.equal(why('a $(b)'), 'substitutes');
    assert.equal(why('a "$B"'), 'substitutes a variable');
    assert.match(why('a << E'), /here-document/);
    assert.match(why('if a; then b; fi'), /script \(if\)/);
    assert.equal(why('PATH=a b'), 'sets PATH');
    assert.match(why('cat .env'), /secrets \(\.env\)/);
    assert.match(why('a AGENTS.md'), /protected file \(AGENTS\.md\)/);
    assert.match(why('a ../b'), /outside the workspace/);
    assert.match(why('find . -delete'), /-delete/);
    assert.equal(why('npm test'), '');
  });

  it('names a program below the workspace by its place', () => {
    assert.deepEqual(judgeLine('./run.sh a', 'app').commands, [['./app/run.sh', 'a']]);
    assert.equal(judgeLine('./run.sh a', 'app').local, true);
    assert.equal(judgeLine('npm test', 'app').local, false);
    assert.notEqual(judgeLine('../run.sh', 'app').asks, undefined);
    assert.equal(isAllowed('./scripts/check.sh'), true);
    const elsewhere = commandApproval('Run', './scripts/check.sh', judgeLine('./scripts/check.sh', 'other'));
    assert.equal(decideByRules(elsewhere, rules), undefined);
  });

  it('ends with every text, however deep', () => {
    for (const part of ['$(', '(', '`', '"$(', '${', '{ ', 'sh -c ', "sh -c '", 'env ', 'sudo ', 'time '])
      assert.notEqual(judgeLine(part.repeat(500), '.').asks, undefined, part);
    assert.equal(judgeLine('npm test '.repeat(100_000), '.').asks, 'is too long to be understood');
  });
});
