import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Question } from '../../../../src/agent/question.ts';
import { CommandOutput } from '../../../../src/editor/terminal/commandOutput.ts';
import { followCommand } from '../../../../src/editor/terminal/followCommand.ts';
import { descendantsOf } from '../../../../src/editor/terminal/killTree.ts';
import type { Launched } from '../../../../src/editor/terminal/launched.ts';
import { launchProcess } from '../../../../src/editor/terminal/launchProcess.ts';
import { RunningCommand } from '../../../../src/editor/terminal/runningCommand.ts';
import { until } from '../../../support/until.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-follow-'));
});
after(() => rmSync(folder, { recursive: true }));

const facts = { id: 't1', conversationId: 'c', callId: 'call', command: 'the command' };

async function start(command: string, more: Partial<Launched> = {}): Promise<RunningCommand> {
  const output = new CommandOutput(path.join(folder, 'output.txt'));
  const launched = await launchProcess(command, folder, (text) => output.add(text));
  return new RunningCommand(facts, output, { ...launched, ...more });
}

interface Watch {
  reports: string[];
  questions: Question[];
  withdrawn: number;
  answer: (question: Question) => Answer | undefined;
}

function watch(answer: Watch['answer'] = () => undefined) {
  const seen: Watch = { reports: [], questions: [], withdrawn: 0, answer };
  return {
    seen,
    report: (text: string): void => void seen.reports.push(text),
    ask: (question: Question, withdrawn?: AbortSignal): Promise<Answer> => {
      seen.questions.push(question);
      const given = answer(question);
      if (given) return Promise.resolve(given);
      return new Promise((_, reject) => {
        withdrawn?.addEventListener('abort', () => {
          seen.withdrawn++;
          reject(withdrawn.reason as Error);
        });
      });
    },
  };
}

const never = new AbortController().signal;

test('what a command prints is shown while it runs, and its end is known', async () => {
  const command = await start('echo one; sleep 1; echo two; exit 3');
  const { seen, ...ports } = watch();
  await followCommand(command, { ...ports, signal: never, timeoutMs: 30_000 });
  assert.equal(command.state, 'Exit code 3');
  assert.equal(command.output.ends(100).text, 'one\ntwo');
  assert.equal(seen.reports[0], '');
  assert.ok(seen.reports.includes('one'), JSON.stringify(seen.reports));
});

test('at the end of its time it goes with all that it began', async () => {
  const mark = path.join(folder, 'late');
  const command = await start(`(sleep 2; touch ${mark}) & setsid sh -c 'sleep 2; touch ${mark}' & echo on; sleep 60`);
  const { seen, ...ports } = watch();
  await followCommand(command, { ...ports, signal: never, timeoutMs: 500 });
  assert.equal(command.state, 'Stopped after 1 s');
  assert.equal(seen.questions.length, 0);
  await sleep(2500);
  assert.ok(!existsSync(mark));
});

test('stopped in the middle of a line, nothing of the rest is run', async () => {
  for (const rest of ['; ', ' || ', ' & wait; ', '\n']) {
    const mark = path.join(folder, 'rest');
    const begun = path.join(folder, 'begun');
    const command = await start(`touch ${begun}; bash -c 'sleep 60${rest}touch ${mark}'${rest}touch ${mark}`);
    await until('the command sleeps', () => existsSync(begun));
    await sleep(100);
    command.stop('Stopped');
    await command.ended;
    await sleep(200);
    assert.ok(!existsSync(mark), rest);
    rmSync(begun);
  }
});

test('what runs on after its shell has ended goes too', async () => {
  const mark = path.join(folder, 'orphan');
  const command = await start(`(sleep 1.5; touch ${mark}) & echo begun`);
  await until('the shell has begun it', () => command.output.lineCount > 0);
  await sleep(200);
  assert.ok(command.running);
  command.stop('Stopped');
  await command.ended;
  await sleep(1800);
  assert.ok(!existsSync(mark));
});

test('the user stops it, and a cancelled turn does', async () => {
  const stopped = await start('sleep 60');
  const following = followCommand(stopped, { ...watch(), signal: never, timeoutMs: 30_000 });
  stopped.stop('Stopped by the user');
  await following;
  assert.equal(stopped.state, 'Stopped by the user');
  const abort = new AbortController();
  const cancelled = await start('sleep 60');
  const rejected = assert.rejects(followCommand(cancelled, { ...watch(), signal: abort.signal, timeoutMs: 30_000 }), {
    name: 'AbortError',
  });
  abort.abort();
  await rejected;
  await cancelled.ended;
});

test('where it waits for input the user is offered its terminal, and may stop it', async () => {
  const command = await start("printf 'Overwrite? [y/N] '; sleep 60", { show: () => undefined });
  const { seen, ...ports } = watch(() => ({ option: 'stop' }));
  await followCommand(command, { ...ports, signal: never, timeoutMs: 60_000 });
  assert.equal(command.state, 'Stopped by the user as it waited for input (Overwrite? [y/N])');
  assert.match(seen.questions[0]?.text ?? '', /the command.*Overwrite\? \[y\/N\]$/);
});

test('the question is withdrawn when the command goes on; in the terminal it has all the time', async () => {
  const goesOn = await start("printf 'Name: '; sleep 5; echo Ann", { show: () => undefined });
  const first = watch();
  await followCommand(goesOn, { ...first, signal: never, timeoutMs: 60_000 });
  assert.deepEqual([first.seen.questions.length, first.seen.withdrawn], [1, 1]);
  let shown = 0;
  const answered = await start("printf 'Name: '; sleep 6", { show: () => shown++ });
  await followCommand(answered, { ...watch(() => ({ option: 'terminal' })), signal: never, timeoutMs: 4500 });
  assert.deepEqual([answered.state, shown], ['Exit code 0', 1]);
});

test('descendants are found below any process', () => {
  const parents = new Map([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 1],
    [6, 9],
    [1, 0],
  ]);
  assert.deepEqual(descendantsOf(2, parents), [3, 4]);
  assert.deepEqual(descendantsOf(1, parents), [2, 3, 4, 5]);
  assert.deepEqual(descendantsOf(7, parents), []);
});
