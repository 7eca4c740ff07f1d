import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { closeTranscript } from '../../../src/agent/closeTranscript.ts';
import type { TurnEvent } from '../../../src/agent/events.ts';
import type { Item, Transcript } from '../../../src/agent/transcript.ts';
import { openConversationStore } from '../../../src/store/conversationStore.ts';
import type { RawServer } from '../../support/rawServer.ts';
import { replay } from '../agent/script.ts';
import { scripted, startKillServer } from './killServer.ts';

const KILLS = 100;
const KILLS_A_CONVERSATION = 10;
const SEED = 20_261_121;

type Report = { transcript: Transcript } | { events: readonly TurnEvent[] } | { taken: string };
type Child = ChildProcessByStdio<Writable, Readable, null>;

let folder: string;
let file: string;
let program: string;
let server: RawServer;
let faults: string[];
const started: Child[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-kill-'));
  file = join(folder, 'conversations.db');
  ({ server, faults } = await startKillServer());
  // In one file it starts several times as fast.
  program = join(folder, 'turnsForever.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'turnsForever.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
});
after(async () => {
  for (const child of started) child.kill('SIGKILL');
  await server.close();
  await rm(folder, { recursive: true });
});

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Waits for the name of a conversation, so that it can be started ahead. */
function start(): Child {
  const child = spawn(process.execPath, [program, file, server.origin], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  return child;
}

/** Lets it run until it has reported so much, kills it, and gives all that it reported. */
async function runUntilKilled(child: Child, id: string, lines: number): Promise<Report[]> {
  const reports: Report[] = [];
  child.stdin.write(`${id}\n`);
  for await (const line of createInterface({ input: child.stdout })) {
    reports.push(JSON.parse(line) as Report);
    if (reports.length === lines) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  return reports;
}

/** What a listener knew at the end, and the messages that were taken. */
function heardIn(reports: readonly Report[]): { transcript: Transcript; taken: string[] } {
  let transcript: Transcript = [];
  const taken: string[] = [];
  for (const report of reports) {
    if ('transcript' in report) transcript = report.transcript;
    else if ('events' in report) transcript = replay(transcript, report.events);
    else taken.push(report.taken);
  }
  return { transcript, taken };
}

const textOf = (item: Item | undefined) =>
  item?.type === 'toolCall' ? item.arguments : item && 'text' in item ? item.text : '';

/** All that is stored of the server's words is their beginning: no word is missing in between, none is there twice. */
function assertScripted(item: Item): void {
  const whole =
    item.type === 'assistant'
      ? scripted.text
      : item.type === 'reasoning'
        ? scripted.reasoning
        : item.type === 'toolCall'
          ? scripted.arguments
          : undefined;
  if (whole) assert.ok(whole.join('').startsWith(textOf(item)), `${item.type}: ${textOf(item)}`);
  const isWhole = (item.type === 'assistant' || item.type === 'reasoning') && item.status === 'complete';
  if (isWhole) assert.equal(textOf(item), whole?.join(''));
}

void test(`killed ${KILLS} times at random moments of a turn, it loses nothing and has nothing twice`, async () => {
  const random = randomFrom(SEED);
  const accepted = new Map<string, Set<string>>();
  let next = start();
  let cutOff = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const id = `c${Math.floor(kill / KILLS_A_CONVERSATION)}`;
    const child = next;
    next = start();
    const { transcript: heard, taken } = heardIn(await runUntilKilled(child, id, 1 + Math.floor(random() * 25)));

    const store = await openConversationStore(file);
    assert.equal(store.setAside, undefined);
    const stored = store.load(id)?.transcript ?? [];
    const queue = store.queue(id).load();
    store.close();
    const raw = new DatabaseSync(file);
    assert.equal(raw.prepare('PRAGMA quick_check').get()?.quick_check, 'ok');
    raw.close();

    const closed = closeTranscript(stored);
    if (closed !== stored) cutOff++;
    for (const [at, item] of heard.entries()) {
      assert.equal(closed[at]?.id, item.id, `kill ${kill}, item ${at}`);
      assert.ok(textOf(closed[at]).startsWith(textOf(item)), `kill ${kill}: ${textOf(item)}`);
    }
    stored.forEach(assertScripted);
    assert.equal(new Set(stored.map((item) => item.id)).size, stored.length);

    const messages = accepted.get(id) ?? new Set();
    accepted.set(id, messages);
    const said = heard.flatMap((item) => (item.type === 'user' ? [item.text] : []));
    for (const text of [...taken, ...said]) messages.add(text);
    const items = new Set(stored.map((item) => item.id));
    const kept = [
      ...stored.flatMap((item) => (item.type === 'user' ? [item.text] : [])),
      // One that has just become an item is dropped from the queue as the conversation is opened.
      ...queue.flatMap((message) => (items.has(message.id) ? [] : [message.text])),
    ];
    assert.equal(new Set(kept).size, kept.length, `kill ${kill}: a message is there twice`);
    for (const text of messages) assert.ok(kept.includes(text), `kill ${kill}: "${text}" is lost`);
  }
  assert.deepEqual(faults, [], 'what was sent was well formed');
  assert.ok(cutOff > KILLS / 2, `${cutOff} turns were cut off`);
});
