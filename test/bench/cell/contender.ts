// Measures one contender in a process of its own: `contender.ts ours|sdk <origin>` prints one JSON object of figures.
import OpenAI from 'openai';
import { createClient } from '../../../src/openai/client.ts';
import { runCell, type RunContext } from '../../../src/ui/notebook/runCell.ts';
import { cpuUsPerChunk } from '../contest/cpu.ts';

const [contender, origin] = process.argv.slice(2);
const CHUNKS = 20_000;

/** Reads the stream of a model; resolves with the characters of its text. */
type Read = (model: string) => Promise<number>;

function ourCell(): Read {
  const profile = { name: 'Bench', baseURL: `${origin}/v1` };
  const client = createClient({ apiKey: 'key-of-the-profile', baseURL: profile.baseURL, maxRetries: 0 });
  return async (model) => {
    let shownCharacters = 0;
    const context: RunContext = {
      assertMayRun: () => undefined,
      profiles: { all: [profile], active: () => profile },
      client: () => Promise.resolve(client),
      values: new Map(),
      environment: {},
      files: { folders: [], confirmed: new Set(), confirm: () => Promise.resolve(false) },
      loadImage: () => Promise.resolve(undefined),
      confirm: () => Promise.resolve(false),
      // As an output goes to the page.
      show: (result) => {
        shownCharacters = JSON.stringify(result).length;
      },
      onSecret: () => undefined,
      signal: new AbortController().signal,
    };
    const text = `POST /chat/completions\n\n{ "model": "${model}", "messages": [], "stream": true }`;
    const { result, error } = await runCell(text, context);
    if (result.state !== 'done') throw new Error('The cell failed.', { cause: error });
    const [part] = result.parts;
    return part?.kind === 'text' ? Math.min(part.text.length, shownCharacters) : 0;
  };
}

function sdkStream(): Read {
  const client = new OpenAI({ apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 });
  return async (model) => {
    let characters = 0;
    for await (const { choices } of await client.chat.completions.create({ model, messages: [], stream: true })) {
      characters += choices[0]?.delta.content?.length ?? 0;
    }
    return characters;
  };
}

const read = contender === 'ours' ? ourCell() : sdkStream();
console.log(JSON.stringify({ 'chat text': await cpuUsPerChunk(() => read(`text-${CHUNKS}`), CHUNKS) }));
process.exit();
