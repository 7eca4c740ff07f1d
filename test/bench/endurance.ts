// A conversation of 1,000 messages and 500,000 tokens, and an answer of 100,000 tokens: the built chat in a browser against
// every message rendered at once, and the store against a JSON file.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed. Where a figure
// is held against a limit, the limit stands for the peer.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { lastEntries } from '../../src/agent/entries.ts';
import { openConversationStore } from '../../src/store/conversationStore.ts';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { ChatPage } from '../webview/chatPage.ts';
import { longMarkdown } from '../webview/longMarkdown.ts';
import { answer, at, result, snapshot, user } from '../webview/samples.ts';
import { median, printResult, type Figures } from './contest/contest.ts';
import { longConversation } from './endurance/conversation.ts';
import { open, scrollThrough, stream, watchTyping } from './endurance/inPage.ts';
import { taskMs } from './endurance/mainThread.ts';

const limits = { openMs: 300, taskMs: 50, typingMs: 50 };
const answerCharacters = 400_000;
/** 200 tokens a second, four characters each, and so many times faster: the frames have as much more to do. */
const timesFaster = 20;
const charactersPerSecond = 200 * 4 * timesFaster;

const transcript = longConversation();

/** Bytes of the page's script objects and the nodes of its document, after a collection. */
async function memoryOf(page: Page): Promise<{ heapBytes: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  return { heapBytes: of('JSHeapUsedSize'), nodes: of('Nodes') };
}

async function typingMs(page: Page): Promise<number> {
  await page.evaluate(watchTyping);
  await page.locator('textarea').first().focus();
  await page.keyboard.type('What would you change about all of this?', { delay: 30 });
  await page.evaluate(() => new Promise(requestAnimationFrame));
  return median(await page.evaluate(() => (window as unknown as { typingMs: number[] }).typingMs));
}

interface PageFigures {
  openMs: number;
  typingMs: number;
  /** CPU of each task of the main thread while it is scrolled. */
  taskMs: readonly number[];
  /** After opening, and after each time scrolled through. */
  memory: { heapBytes: number; nodes: number }[];
}

async function measurePage(browser: Browser, page: Page, openMs: number, rounds: number): Promise<PageFigures> {
  const typed = await typingMs(page);
  const memory = [await memoryOf(page)];
  const scrolled: number[] = [];
  for (let round = 0; round < rounds; round++) {
    scrolled.push(...(await taskMs(browser, page, () => page.evaluate(scrollThrough, '.log'))));
    memory.push(await memoryOf(page));
  }
  return { openMs, typingMs: typed, taskMs: scrolled, memory };
}

/** The middle of five openings; then everything else. */
async function ours(): Promise<PageFigures> {
  await using browser = await launchBrowser();
  const empty = snapshot([], { conversation: { id: 'none', title: 'None' } });
  await using chat = await ChatPage.open(browser, { snapshot: empty, transcript });
  const openings: number[] = [];
  for (let round = 0; round < 5; round++) {
    await chat.emit('snapshot', empty);
    openings.push(await chat.page.evaluate(open, [snapshot(lastEntries(transcript)), '.log', 'Answer 499'] as const));
  }
  return await measurePage(browser, chat.page, median(openings), 2);
}

async function peer(): Promise<PageFigures> {
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 380, height: 720 } });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/endurance/peer.ts'],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  const texts = transcript.flatMap((item) => (item.type === 'user' || item.type === 'assistant' ? [item.text] : []));
  const openMs = await page.evaluate((all) => window.showAll(all), texts);
  return await measurePage(browser, page, openMs, 1);
}

async function streaming(): Promise<{ taskMs: readonly number[]; openMs: number }> {
  await using browser = await launchBrowser();
  const text = longMarkdown(answerCharacters);
  await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Go'), answer('', 'streaming')]) });
  const tasks = await taskMs(browser, chat.page, () =>
    chat.page.evaluate(stream, [text, 'a1', charactersPerSecond] as const),
  );
  await chat.emit('snapshot', snapshot([], { conversation: { id: 'none', title: 'None' } }));
  const whole = snapshot([user('Go'), answer(`${text}\n\nThe last words`), result()]);
  return { taskMs: tasks, openMs: await chat.page.evaluate(open, [whole, '.log', 'The last words'] as const) };
}

async function host(): Promise<{ ours: Figures; peer: Figures; textBytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  try {
    const files = { ours: join(folder, 'conversations.db'), peer: join(folder, 'conversation.json') };
    const store = await openConversationStore(files.ours);
    store.create({ id: 'long', title: 'Long', at });
    const stored = store.transcript('long');
    for (const [position, item] of transcript.entries()) stored.put(position, item);
    store.close();
    const json = JSON.stringify(transcript);
    await writeFile(files.peer, json);
    const script = new URL('endurance/host.ts', import.meta.url).pathname;
    const run = async (name: 'ours' | 'peer') => {
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, name, files[name]]);
      return JSON.parse(stdout) as Figures;
    };
    return { ours: await run('ours'), peer: await run('peer'), textBytes: json.length };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const page = await ours();
const all = await peer();
const [first, second, third] = page.memory;
const over = (values: readonly number[]) => values.filter((ms) => ms > limits.taskMs).length;

const print = (name: string, unit: string, our: number | undefined, other: number | undefined, goal: number) =>
  printResult({ name: `endurance: ${name}`, unit, ours: our, peer: other, goal });

console.log(
  `Scrolling, top to bottom and back twice: ${over(page.taskMs)} of ${page.taskMs.length} tasks over 50 ms of CPU;`,
);
console.log(`everything rendered at once, once: ${over(all.taskMs)} of ${all.taskMs.length}.`);
print('opening 1,000 messages at the end, limit', 'ms', page.openMs, limits.openMs, 1);
print('opening 1,000 messages, all rendered at once', 'ms', page.openMs, all.openMs, 0.2);
print('a key to its paint, limit', 'ms', page.typingMs, limits.typingMs, 1);
print('a key to its paint, all rendered at once', 'ms', page.typingMs, all.typingMs, 1.2);
print('scrolling, longest task of the main thread, limit', 'CPU ms', Math.max(...page.taskMs), limits.taskMs, 1);
print('scrolled twice, script memory against once', 'bytes', third?.heapBytes, second?.heapBytes, 1.1);
print('scrolled twice, nodes against once', 'nodes', third?.nodes, second?.nodes, 1.5);
print('script memory, all rendered at once', 'bytes', first?.heapBytes, all.memory[0]?.heapBytes, 0.5);
print('nodes, all rendered at once', 'nodes', third?.nodes, all.memory[0]?.nodes, 0.2);

const streamed = await streaming();
const seconds = Math.round(answerCharacters / charactersPerSecond);
console.log(`100,000 tokens, ${timesFaster} times as fast as 200 a second, in ${seconds} s:`);
console.log(`${over(streamed.taskMs)} of ${streamed.taskMs.length} tasks over 50 ms of CPU.`);
const longest = Math.max(...streamed.taskMs);
print('streaming 100,000 tokens, longest task of the main thread, limit', 'CPU ms', longest, limits.taskMs, 1);
print('opening an answer of 100,000 tokens at its end, limit', 'ms', streamed.openMs, limits.openMs, 1);

const { ours: stored, peer: json, textBytes } = await host();
print('1,000 messages from the store, limit', 'ms', stored.openMs, limits.openMs, 1);
print('1,000 messages from the store, a JSON file', 'ms', stored.openMs, json.openMs, 5);
print('memory of 1,000 messages, their JSON', 'bytes', stored.heapBytes, textBytes, 2.5);
print('what the view is given of 1,000 messages, their JSON', 'bytes', stored.posted, textBytes, 0.1);
