import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** CPU microseconds of the thread: what other processes take of the machine does not count. */
  tdur?: number;
  args: { name?: string };
}

/** CPU milliseconds of each task of the page's main thread during some work. */
export async function taskMs(browser: Browser, page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: ['-*', 'disabled-by-default-devtools.timeline'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const named = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const main = new Set(named.map(threadOf));
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && main.has(threadOf(event)));
  if (tasks.length === 0) throw new Error('The trace holds no tasks.');
  return tasks.map(({ tdur = 0 }) => tdur / 1000);
}
