// Opens the long conversation from its store in a process of its own: `host.ts ours|peer <file>` prints one JSON object of
// figures. The peer reads it from a JSON file.
import { readFileSync } from 'node:fs';
import { lastEntries } from '../../../src/agent/entries.ts';
import type { Transcript } from '../../../src/agent/transcript.ts';
import { openConversationStore } from '../../../src/store/conversationStore.ts';

const [contender, file = ''] = process.argv.slice(2);
const collect = () => globalThis.gc?.();
collect();
const before = process.memoryUsage().heapUsed;
const begin = performance.now();

async function read(): Promise<Transcript> {
  if (contender === 'peer') return JSON.parse(readFileSync(file, 'utf8')) as Transcript;
  return (await openConversationStore(file)).load('long')?.transcript ?? [];
}

const transcript = await read();
const posted = JSON.stringify(lastEntries(transcript)).length;
const openMs = performance.now() - begin;
collect();
const heapBytes = process.memoryUsage().heapUsed - before;
console.log(JSON.stringify({ openMs, heapBytes, posted, items: transcript.length }));
process.exit();
