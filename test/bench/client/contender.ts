// Measures one client in a process of its own: `contender.ts ours|sdk <origin>` prints one JSON object of figures.
import OpenAI from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { median } from '../contest/contest.ts';
import { cpuUs, cpuUsPerChunk } from '../contest/cpu.ts';

const [name, origin] = process.argv.slice(2);
const options = { apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 };
// The calls below are the same in both.
const client = name === 'ours' ? createClient(options) : (new OpenAI(options) as unknown as Client);

const SMALL_REQUESTS = 2_000;
const CONCURRENT_REQUESTS = 16;
const STREAMS = 64;
const PACED_DELTAS = 150;

type Stream = () => Promise<number>;

const chat =
  (model: string): Stream =>
  async () => {
    let characters = 0;
    for await (const { choices } of await client.chat.completions.create({ model, messages: [], stream: true })) {
      const delta = choices[0]?.delta;
      characters += (delta?.content ?? delta?.tool_calls?.[0]?.function?.arguments ?? '').length;
    }
    return characters;
  };

const responses =
  (model: string): Stream =>
  async () => {
    let characters = 0;
    for await (const event of await client.responses.create({ model, input: '', stream: true })) {
      if ('delta' in event && typeof event.delta === 'string') characters += event.delta.length;
    }
    return characters;
  };

/** CPU µs and the median time in µs of one of `SMALL_REQUESTS` in a row. */
async function perRequest(request: () => Promise<unknown>): Promise<{ cpu: number; p50: number }> {
  for (let run = 0; run < 200; run++) await request();
  const times: number[] = [];
  const cpu = await cpuUs(async () => {
    for (let run = 0; run < SMALL_REQUESTS; run++) {
      const start = performance.now();
      await request();
      times.push((performance.now() - start) * 1_000);
    }
  });
  return { cpu: cpu / SMALL_REQUESTS, p50: median(times) };
}

/** Time in µs that one of `SMALL_REQUESTS` takes when some are always under way. */
async function rate(request: () => Promise<unknown>): Promise<number> {
  let left = SMALL_REQUESTS;
  const worker = async () => {
    while (left-- > 0) await request();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, worker));
  return ((performance.now() - start) * 1_000) / SMALL_REQUESTS;
}

/** Time to the first event; the rest of the short stream is read outside the clock. */
async function firstToken(): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 1_200; run++) {
    const start = performance.now();
    let first: number | undefined;
    for await (const chunk of await client.chat.completions.create({ model: 'text-3', messages: [], stream: true })) {
      if (chunk.choices.length > 0) first ??= performance.now() - start;
    }
    times.push((first ?? Number.NaN) * 1_000);
  }
  return median(times.slice(200));
}

const hello = () => client.chat.completions.create({ model: 'none', messages: [{ role: 'user', content: 'hello' }] });
const small = await perRequest(hello);
const paced = chat(`paced-${PACED_DELTAS}`);
const figures = {
  'chat text': await cpuUsPerChunk(chat('text-20000'), 20_000),
  'chat tool arguments': await cpuUsPerChunk(chat('tools-20000'), 20_000),
  'responses text': await cpuUsPerChunk(responses('text-20000'), 20_000),
  'responses tool arguments': await cpuUsPerChunk(responses('tools-20000'), 20_000),
  // Compared with our own 20,000.
  ...(name === 'ours' && { long: await cpuUsPerChunk(chat('text-100000'), 100_000) }),
  smallCpu: small.cpu,
  smallP50: small.p50,
  rate: await rate(hello),
  firstToken: await firstToken(),
  streams: (await cpuUs(() => Promise.all(Array.from({ length: STREAMS }, paced)))) / (STREAMS * PACED_DELTAS),
};
console.log(JSON.stringify(figures));
process.exit();
