// Activation and first paint in a real window, against an extension with an empty webview in the same window.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { activationTimes, atRest, firstPaintMs, type Activation } from '../support/measure.ts';
import { openView, webview } from '../support/ui.ts';
import { startServer } from '../support/vscodeServer.ts';
import { openWindow } from '../support/window.ts';
import { copySample } from '../support/workspace.ts';

const rounds = 5;
/** What activation may take beyond the empty extension's. */
const activationBudgetMs = 2;
const extensions = { ours: ['Parley', 'parley.parley'], peer: ['Empty', 'parley.empty-webview'] } as const;
type Contender = keyof typeof extensions;

interface Figures {
  paintMs: number;
  activationMs: number;
}

const paint = (page: Page, [title, id]: readonly [string, string]) =>
  firstPaintMs(() => openView(page, title), webview(page, 'view', id));

const totalMs = ({ loadCodeMs, callActivateMs, finishActivateMs }: Activation) =>
  loadCodeMs + callActivateMs + finishActivateMs;

/** One fresh VS Code. The contenders take turns to be first: whoever is pays for what is made once. */
async function measure(browser: Browser, order: readonly Contender[]): Promise<Record<Contender, Figures>> {
  const sample = copySample();
  const server = await startServer();
  try {
    const paths = [root, join(root, 'test', 'bench', 'emptyExtension')];
    const { page } = await openWindow(browser, server, { folder: sample.folder, extensions: paths });
    await atRest(page);
    const paints = { ours: 0, peer: 0 };
    for (const contender of order) paints[contender] = await paint(page, extensions[contender]);
    const times = await activationTimes(page);
    const figures = (contender: Contender): Figures => {
      const activation = times[extensions[contender][1]];
      if (!activation) throw new Error(`${extensions[contender][1]} was not activated.`);
      return { paintMs: paints[contender], activationMs: totalMs(activation) };
    };
    const result = { ours: figures('ours'), peer: figures('peer') };
    await page.context().close();
    return result;
  } finally {
    await server.close();
    sample.remove();
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const browser = await launchBrowser();
const runs: Record<Contender, Figures>[] = [];
for (let round = 0; round < rounds; round++) {
  runs.push(await measure(browser, round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']));
}
await browser.close();

const print = (name: string, unit: string, ours: number, peer: number, goal: number) =>
  console.log(JSON.stringify({ name, ours, peer, unit, ratio: Number((ours / peer).toPrecision(3)), goal }));
const beyondMs = median(runs.map(({ ours, peer }) => ours.activationMs - peer.activationMs));
print('activation beyond an empty extension, of 2 ms allowed', 'ms', beyondMs, activationBudgetMs, 1);
const paintOf = (contender: Contender) => median(runs.map((run) => run[contender].paintMs));
print('first paint of the chat, against an empty webview', 'ms', paintOf('ours'), paintOf('peer'), 2);
