import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikePrompt } from '../../../../src/editor/terminal/looksLikePrompt.ts';
import { TerminalLines } from '../../../../src/editor/terminal/terminalLines.ts';

const printed = '\u001b[32mgreen\u001b[0m\r\nplain\n10%\r50%\r100%\r\n\u001b]633;C\u0007last';

test('lines come without escape sequences and as drawn last, wherever the pieces are cut', () => {
  for (let cut = 0; cut <= printed.length; cut++) {
    const reader = new TerminalLines();
    const lines = [...reader.add(printed.slice(0, cut)), ...reader.add(printed.slice(cut))];
    assert.deepEqual(lines, ['green', 'plain', '100%'], `cut at ${cut}`);
    assert.equal(reader.partial, 'last');
  }
});

test('a line that never ends is cut, and a bar drawn over itself keeps its last state', () => {
  const reader = new TerminalLines();
  const lines = Array.from({ length: 50 }, () => reader.add('x'.repeat(1000))).flat();
  assert.equal(lines.join('').length + reader.partial.length, 50_000);
  assert.ok(lines.every(({ length }) => length < 10_000));
  const bar = new TerminalLines();
  for (let at = 0; at <= 1000; at++) assert.deepEqual(bar.add(`\r${'#'.repeat(at % 100)} ${at}`), []);
  assert.equal(bar.partial, ' 1000');
});

test('a prompt is told from progress and from ordinary ends of output', () => {
  const prompts = [
    'Password:',
    '[sudo] password for ann: ',
    'Enter passphrase for key /home/ann/.ssh/id:',
    'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
    'Ok to proceed? (y) ',
    'Do you want to continue? [Y/n] ',
    'Overwrite (y/N)',
    'Press any key to continue . . .',
    '? Project name: › demo ›',
    'package name: (demo)  version?',
    'Username for https://example.org: ',
    '>>> ',
  ];
  for (const line of prompts) assert.ok(looksLikePrompt(line), line);
  const others = [
    '',
    '   ',
    'Compiling',
    'done.',
    'Downloading: 42%',
    'eta: 3:',
    'Resolving dependencies...',
    '[====>     ] 3',
  ];
  for (const line of others) assert.ok(!looksLikePrompt(line), line);
});
