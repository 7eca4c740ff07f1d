// What becomes of edits as models send them: by our engine, and by exact replacement as most tools began with.
// Prints the rate per category, and JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the
// largest allowed.
import { allCases } from '../unit/editor/patchSuite/allCases.ts';
import { judge, runEngine, runNaively } from '../unit/editor/patchSuite/patchCase.ts';

const largestShareMissed = 0.03;

const judged = allCases().map((patch) => ({
  category: patch.wanted === undefined ? `${patch.category} (to be refused)` : patch.category,
  ours: judge(patch, runEngine(patch)),
  peer: judge(patch, runNaively(patch)),
}));

const percent = (count: number, all: number): string => `${((100 * count) / all).toFixed(1)} %`;
const print = (name: string, unit: string, ours: number, peer: number, goal: number): void => {
  const ratio = ours === 0 ? 0 : Number((ours / peer).toPrecision(3));
  console.log(JSON.stringify({ name, ours, peer, unit, ratio, goal }));
};

for (const [category, cases = []] of Object.entries(Object.groupBy(judged, ({ category }) => category))) {
  const right = (who: 'ours' | 'peer') => percent(cases.filter((each) => each[who] === 'right').length, cases.length);
  console.log(`${category}: ${right('ours')} of ${cases.length} (exact replacement: ${right('peer')})`);
}
const missed = (who: 'ours' | 'peer') => judged.filter((each) => each[who] !== 'right').length;
const wrong = (who: 'ours' | 'peer') => judged.filter((each) => each[who] === 'wrong').length;
console.log(`all: ${percent(judged.length - missed('ours'), judged.length)} of ${judged.length}`);
print('patches: not as they should be', `of ${judged.length}`, missed('ours'), missed('peer'), 0.05);
print(
  'patches: not as they should be, against the limit',
  'share',
  missed('ours') / judged.length,
  largestShareMissed,
  1,
);
print('patches: wrongly applied', `of ${judged.length}`, wrong('ours'), wrong('peer'), 0);
