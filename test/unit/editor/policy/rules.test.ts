import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApprovalRequest } from '../../../../src/agent/approval.ts';
import { decideByRules, describeSubject, subjectsOf, type Rule } from '../../../../src/editor/policy/rules.ts';
import { commandPrefix, whyTooWide } from '../../../../src/editor/shell/commandPrefix.ts';
import { judgeLine } from '../../../../src/editor/shell/judgeLine.ts';
import { commandApproval } from '../../../../src/editor/tools/shellCommand.ts';

const rule = (allow: boolean, beginning: string): Rule => ({
  id: beginning,
  allow,
  givenAt: 0,
  words: beginning.split(' '),
});
const allow = (beginning: string): Rule => rule(true, beginning);
const deny = (beginning: string): Rule => rule(false, beginning);
const run = (line: string): ApprovalRequest => commandApproval('Run', line, judgeLine(line, '.'));
const decide = (line: string, ...rules: Rule[]) => decideByRules(run(line), rules)?.approved;

describe('rules about commands', () => {
  it('allow what begins with the same words, not with the same letters', () => {
    assert.equal(decide('npm test', allow('npm test')), true);
    assert.equal(decide('npm test -- x', allow('npm test')), true);
    assert.equal(decide('npm tests', allow('npm test')), undefined);
    assert.equal(decide('npm', allow('npm test')), undefined);
    assert.equal(decide('npm test'), undefined);
  });

  it('decide by the longest beginning, in whatever order they are', () => {
    const rules = [allow('git'), deny('git push'), allow('git push origin dev')];
    for (const ordered of [rules, rules.toReversed()]) {
      assert.equal(decide('git status', ...ordered), true);
      assert.equal(decide('git push', ...ordered), false);
      assert.equal(decide('git push origin main', ...ordered), false);
      assert.equal(decide('git push origin dev', ...ordered), true);
    }
  });

  it('deny where one allows and one denies the same', () => {
    assert.equal(decide('npm test', allow('npm test'), deny('npm test')), false);
    assert.equal(decide('npm test', deny('npm test'), allow('npm test')), false);
  });

  it('have to allow every part of a line; one that is denied denies it', () => {
    assert.equal(decide('npm test && git status', allow('npm test')), undefined);
    assert.equal(decide('npm test && git status', allow('npm test'), allow('git status')), true);
    assert.equal(decide('npm test && git push', allow('npm test'), deny('git push')), false);
    assert.equal(decide('echo $(git push)', allow('echo'), deny('git push')), false);
    assert.equal(decide('sudo git push > x', deny('git push')), false);
  });

  it('deny a program under its other names too', () => {
    assert.equal(decide('/usr/bin/git push', deny('git push')), false);
    assert.equal(decide('"git" pu\\sh', deny('git push')), false);
    assert.equal(decide('/usr/bin/git status', allow('git status')), undefined);
  });

  it('never allow what asks every time', () => {
    assert.equal(decide('npm test > a', allow('npm test')), undefined);
    assert.equal(decide('rm -rf a', allow('rm'), allow('rm -rf a')), undefined);
  });

  it('cover what they are about and say what that is', () => {
    const covers = (line: string) => run(line).covers;
    assert.equal(covers('npm test -- --grep x'), 'every `npm test …`');
    assert.equal(covers('npm run build -- --watch'), 'every `npm run build …`');
    assert.equal(covers('npm test | tail -5 | tail -2'), 'every `npm test …` and every `tail …`');
    assert.equal(covers("node 'a b.mjs' x"), "every `node 'a b.mjs' x …`");
    assert.equal(covers('unknown a b'), 'every `unknown a b …`');
    assert.equal(covers('npm test > a'), undefined);
    assert.equal(run('./check.sh').widest, 'workspace');
    assert.equal(run('npm test').widest, undefined);
  });

  it('follow from an approval as the card says', () => {
    for (const line of ['npm test | tail -5', 'node a.mjs', 'CI=1 git log && ls -la'])
      assert.equal(`every ${subjectsOf(run(line)).map(describeSubject).join(' and every ')}`, run(line).covers);
    assert.deepEqual(subjectsOf(run('npm test > a')), []);
  });
});

describe('commandPrefix', () => {
  it('is what tells the command from others', () => {
    const prefix = (line: string) => commandPrefix(line.split(' ')).join(' ');
    for (const [line, expected] of [
      ['git log --oneline', 'git log'],
      ['git -c x log', 'git -c x log'],
      ['npm run test:unit -- a', 'npm run test:unit'],
      ['npm run -s x', 'npm run -s x'],
      ['npm', 'npm'],
      ['ls -la src', 'ls'],
      ['node scripts/a.mjs x', 'node scripts/a.mjs x'],
      ['python -m pytest a', 'python -m pytest a'],
      ['./gradlew test --info', './gradlew test'],
      ['./ls a', './ls a'],
      ['rm -rf a', 'rm -rf a'],
    ])
      assert.equal(prefix(line ?? ''), expected);
  });

  it('is never offered where it would cover anything', () => {
    for (const line of ['npm', 'git', 'node', 'npm run', 'npm test && npm', 'npm --loglevel silent', 'yarn'])
      assert.equal(run(line).covers, undefined, line);
    assert.equal(run('git --no-pager log -5').covers, 'every `git --no-pager log …`');
  });

  it('is not given for programs that can do anything', () => {
    const wide = [
      'npm',
      'git',
      'node',
      'npm run',
      'python',
      'npm --silent',
      'npm --loglevel silent',
      'node --watch',
      '',
    ];
    for (const line of wide) assert.notEqual(whyTooWide(line.split(' ').filter(Boolean)), undefined, line);
    for (const line of [
      'npm test',
      'npm run build',
      'ls',
      'git status',
      'foo',
      'node --test',
      'node a.mjs',
      'python -m x',
      'pnpm --filter a test',
      'git stash',
    ])
      assert.equal(whyTooWide(line.split(' ')), undefined, line);
  });
});
