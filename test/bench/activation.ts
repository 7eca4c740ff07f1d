// Activation and first paint in a real window, against an extension with an empty webview.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { activationTimes, atRest, firstPaintMs } from '../support/measure.ts';
import { openView, runCommand, webview } from '../support/ui.ts';
import { until } from '../support/until.ts';
import { startServer } from '../support/vscodeServer.ts';
import { openWindow } from '../support/window.ts';
import { copySample } from '../support/workspace.ts';

const rounds = 5;
const importsPerRound = 8;
/** What activation may take beyond the empty extension's. */
const activationBudgetMs = 2;

const bench = join(root, 'test', 'bench');
const contenders = {
  ours: { id: 'parley.parley', title: 'Parley', folder: join(root, 'dist') },
  peer: { id: 'parley.empty-webview', title: 'Empty', folder: join(bench, 'emptyExtension') },
};
type Contender = keyof typeof contenders;
type Figures = Record<Contender, number>;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** One fresh VS Code. Whoever is first pays for what is made once, so the contenders take turns. */
async function measure(order: readonly Contender[]): Promise<{ activation: Figures; paint: Figures }> {
  const scratch = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const copies = copiesIn(scratch, order);
  const resultsFile = join(scratch, 'times.json');
  const env = { BENCH_MODULES: copies.map(({ file }) => file).join(','), BENCH_RESULTS: resultsFile };
  const sample = copySample();
  const server = await startServer({ env });
  try {
    const others = ['emptyExtension', 'timerExtension'].map((name) => join(bench, name));
    const { page } = await openWindow(browser, server, { folder: sample.folder, extensions: [root, ...others] });
    await atRest(page);
    const paint = await firstPaints(page, order);
    const calls = await activationTimes(page);
    await runCommand(page, 'Timer: Measure Imports');
    await until('the times are written', () => existsSync(resultsFile));
    const times = await until('the times are read', () => JSON.parse(readFileSync(resultsFile, 'utf8')) as number[]);
    const activationOf = (contender: Contender) =>
      median(times.filter((_, index) => copies[index]?.contender === contender)) +
      (calls[contenders[contender].id]?.callActivateMs ?? NaN);
    await page.context().close();
    return { activation: { ours: activationOf('ours'), peer: activationOf('peer') }, paint };
  } finally {
    await server.close();
    sample.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Copies of the extensions' code, since Node loads a module once. */
function copiesIn(folder: string, order: readonly Contender[]): { contender: Contender; file: string }[] {
  return Array.from({ length: importsPerRound }, (_, index) => index).flatMap((index) =>
    order.map((contender) => {
      const copy = join(folder, `${contender}-${index}`);
      cpSync(contenders[contender].folder, copy, { recursive: true });
      // Without a package.json of its own, a copy of dist/ would be CommonJS.
      cpSync(join(bench, 'emptyExtension', 'package.json'), join(copy, 'package.json'));
      return { contender, file: join(copy, 'extension.js') };
    }),
  );
}

/** Milliseconds from the click on a view's icon to its first paint. */
async function firstPaints(page: Page, order: readonly Contender[]): Promise<Figures> {
  const paints = { ours: NaN, peer: NaN };
  for (const contender of order) {
    const { id, title } = contenders[contender];
    paints[contender] = await firstPaintMs(() => openView(page, title), webview(page, 'view', id));
  }
  return paints;
}

const browser = await launchBrowser();
const runs: Awaited<ReturnType<typeof measure>>[] = [];
for (let round = 0; round < rounds; round++) {
  runs.push(await measure(round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']));
}
await browser.close();

const rounded = (value: number) => Number(value.toPrecision(3));
function print(name: string, ours: number, peer: number, goal: number): void {
  const figures = { ours: rounded(ours), peer: rounded(peer), unit: 'ms', ratio: rounded(ours / peer), goal };
  console.log(JSON.stringify({ name, ...figures }));
}
const beyondMs = median(runs.map(({ activation }) => activation.ours - activation.peer));
print('activation beyond an empty extension, of 2 ms allowed', beyondMs, activationBudgetMs, 1);
const paintOf = (contender: Contender) => median(runs.map(({ paint }) => paint[contender]));
print('first paint of the chat, against an empty webview', paintOf('ours'), paintOf('peer'), 2);
