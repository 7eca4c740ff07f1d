// How fast tokens are counted, and how right, against a package that counts them exactly.
// Prints the error per kind of text, and JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal`
// the largest allowed.
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { loadTestCounter } from '../support/loadTestCounter.ts';
import { tokenTexts } from '../support/tokenTexts.ts';

const rounds = 9;
const longRunGoalMs = 50;
const largestError = 0.01;
const asText = { disallowedSpecial: new Set<string>() };

const counter = await loadTestCounter();
const texts = tokenTexts();
const code = texts.find(([name]) => name === 'TypeScript')?.[1] ?? '';
const mebibyte = code.repeat(Math.ceil(2 ** 20 / code.length)).slice(0, 2 ** 20);

const print = (name: string, unit: string, ours: number, peer: number, goal: number): void => {
  const ratio = Number((ours / peer).toPrecision(3));
  console.log(JSON.stringify({ name, ours, peer, unit, ratio, goal }));
};

/** The median of several rounds, in turns, so that both meet the same machine. */
function timeBoth(ours: () => unknown, peer: () => unknown): { oursMs: number; peerMs: number } {
  const times: Record<'ours' | 'peer', number[]> = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [who, run] of [
      ['ours', ours],
      ['peer', peer],
    ] as const) {
      const start = performance.now();
      run();
      times[who].push(performance.now() - start);
    }
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
  return { oursMs: median(times.ours), peerMs: median(times.peer) };
}

const errors = texts.map(([name, text]) => {
  const exact = countTokens(text, asText);
  const error = counter.count(text) / exact - 1;
  console.log(`${name}: ${exact} tokens, off by ${(100 * error).toFixed(2)} %`);
  return Math.abs(error);
});
const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
console.log(`on the average: off by ${(100 * mean).toFixed(2)} %`);
print('tokens: the largest error of a kind of text', 'share', Math.max(...errors), largestError, 1);

const { oursMs, peerMs } = timeBoth(
  () => counter.count(mebibyte),
  () => countTokens(mebibyte, asText),
);
print('tokens: counting 1 MiB of TypeScript', 'ms', oursMs, peerMs, 1);

for (const [what, unit] of [
  ['a letter', 'a'],
  ['a space', ' '],
  ['a line end', '\n'],
  ['an emoji', '😀'],
  ['ab', 'ab'],
] as const) {
  const start = performance.now();
  counter.count(unit.repeat(100_000));
  print(`tokens: 100,000 times ${what}, against the limit`, 'ms', performance.now() - start, longRunGoalMs, 1);
}
