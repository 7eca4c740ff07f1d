// Measures one transfer by one client in a process of its own, so that no other one is in its memory:
// `contender.ts ours|sdk <origin> <transfer> <file>` prints one JSON object of figures.
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import OpenAI from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { cpuUs } from '../contest/cpu.ts';

const [name, origin, transfer = '', path = ''] = process.argv.slice(2);
const options = { apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 };
// The calls below are the same in both.
const client = name === 'ours' ? createClient(options) : (new OpenAI(options) as unknown as Client);

const BYTES_PER_MB = 1_000_000;

const peakMB = () => (process.resourceUsage().maxRSS * 1_024) / BYTES_PER_MB;

/** Uploads or downloads a file; resolves with its bytes. */
const transfers: Record<string, (file: string) => Promise<number>> = {
  blob: async (file) => {
    const content = new File([await openAsBlob(file)], basename(file));
    return (await client.files.create({ file: content, purpose: 'user_data' })).bytes;
  },
  stream: async (file) => (await client.files.create({ file: createReadStream(file), purpose: 'user_data' })).bytes,
  // The name of the file to write ends with its megabytes.
  download: async (file) => {
    const { body } = await client.files.content(`file-${file.split('-').at(-1)}`);
    if (!body) throw new Error('There is no content.');
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(file));
    return (await stat(file)).size;
  },
};
const run = transfers[transfer];
if (!run) throw new Error(`There is no transfer ${transfer}.`);

// The garbage of buffers grows to what the engine tolerates, however small the files are: after 100 MB that peak is
// reached, and what the peak grows then is what the large transfer itself holds.
for (let warmUp = 0; warmUp < 25; warmUp++) await run(`${path}-4`);

const file = `${path}-200`;
let bytes = 0;
const before = peakMB();
const start = performance.now();
const cpu = await cpuUs(async () => {
  bytes = await run(file);
});
const seconds = (performance.now() - start) / 1_000;
if (bytes < 200 * BYTES_PER_MB) throw new Error(`Only ${bytes} bytes arrived.`);
const peak = peakMB();
const perGB = (1_000 * BYTES_PER_MB) / bytes;
const figures = { cpu: (cpu / 1_000_000) * perGB, wall: seconds * perGB, peakMB: peak, growthMB: peak - before };
console.log(JSON.stringify(figures));
process.exit();
