import type { FrameLocator, Page } from 'playwright-core';
import { runCommand } from './ui.ts';
import { until } from './until.ts';
import { reached } from './window.ts';

/** Waits until VS Code's own start is over. */
export async function atRest(page: Page): Promise<void> {
  await reached(page, 'code/LifecyclePhase/Eventually');
  await page.waitForTimeout(2500);
}

/** Milliseconds from the start of `action` (a click, a command) to the first content painted in the webview. */
export async function firstPaintMs(action: () => Promise<void>, frame: FrameLocator): Promise<number> {
  const startedAt = Date.now();
  await action();
  const body = frame.locator('body');
  await body.waitFor({ state: 'attached' });
  const paintedAt = await body.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const read = () => {
          const [entry] = performance.getEntriesByName('first-contentful-paint');
          if (entry) resolve(performance.timeOrigin + entry.startTime);
        };
        new PerformanceObserver(read).observe({ type: 'paint', buffered: true });
        read();
      }),
  );
  return Math.round(paintedAt - startedAt);
}

export interface Activation {
  loadCodeMs: number;
  callActivateMs: number;
  finishActivateMs: number;
}

/** Activation times by extension id, from VS Code's own report. */
export async function activationTimes(page: Page): Promise<Record<string, Activation>> {
  await runCommand(page, 'Developer: Startup Performance');
  await page.locator('.tab.active', { hasText: 'Startup Performance' }).waitFor();
  const report = await until(
    'the report is in the clipboard',
    async () => {
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+C');
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return text.includes('Extension Activation Stats') && text;
    },
    { everyMs: 300 },
  );
  await runCommand(page, 'View: Close Editor');
  const lines = report.split('\n');
  const head = lines.findIndex((line) => /^\| Extension +\| Eager/.test(line));
  const times: Record<string, Activation> = {};
  for (const line of lines.slice(head + 2)) {
    const [, id, , load, call, finish] = line.split('|').map((cell) => cell.trim());
    if (!id || finish === undefined) break;
    times[id] = { loadCodeMs: Number(load), callActivateMs: Number(call), finishActivateMs: Number(finish) };
  }
  return times;
}
