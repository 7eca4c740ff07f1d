// Measures one client in a process of its own: `contender.ts ours|sdk <origin>` prints one JSON object of figures.
import OpenAI from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { cpuUsPerChunk } from '../contest/cpu.ts';

const [name, origin] = process.argv.slice(2);
const options = { apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 };
// The calls below are the same in both.
const client = name === 'ours' ? createClient(options) : (new OpenAI(options) as unknown as Client);

const CHUNKS = 20_000;
const IMAGES = 100;

/** Reads a stream to its end; answers with how many events had what is looked for. */
async function count<Event>(stream: PromiseLike<AsyncIterable<Event>>, counts: (event: Event) => boolean) {
  let counted = 0;
  for await (const event of await stream) if (counts(event)) counted++;
  return counted;
}

const model = `text-${CHUNKS}`;
const completions = () =>
  count(client.completions.create({ model, prompt: 'Go', stream: true }), ({ choices }) => choices[0]?.text !== '');
const transcriptions = () =>
  count(
    client.audio.transcriptions.create({ file: new File(['RIFF'], 'speech.wav'), model, stream: true }),
    (event) => event.type === 'transcript.text.delta' && event.delta !== '',
  );
const runs = () =>
  count(
    client.beta.threads.runs.create('thread_1', { assistant_id: 'asst_1', model, stream: true }),
    (event) => event.event === 'thread.message.delta' && event.data.delta.content?.[0]?.type === 'text',
  );
const images = () =>
  count(
    client.images.generate({ model: `image-${IMAGES}`, prompt: 'A boat', stream: true }),
    (event) => event.type === 'image_generation.partial_image' && event.b64_json.length > 100_000,
  );

const figures = {
  completions: await cpuUsPerChunk(completions, CHUNKS),
  transcriptions: await cpuUsPerChunk(transcriptions, CHUNKS),
  runs: await cpuUsPerChunk(runs, CHUNKS),
  images: await cpuUsPerChunk(images, IMAGES),
};
console.log(JSON.stringify(figures));
process.exit();
