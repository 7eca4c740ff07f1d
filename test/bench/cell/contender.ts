// Measures one contender in a process of its own: `contender.ts ours|sdk <origin>` prints one JSON object of figures.
import OpenAI from 'openai';
import { createClient } from '../../../src/openai/client.ts';
import { runCell, type RunContext } from '../../../src/ui/notebook/runCell.ts';
import { cpuUsPerChunk } from '../contest/cpu.ts';

const [contender, origin] = process.argv.slice(2);
const CHUNKS = 20_000;

/** Reads the stream of a model; resolves with the characters of its text or of the arguments of its call. */
type Read = (path: Path, model: string) => Promise<number>;

type Path = '/chat/completions' | '/responses';

function ourCell(): Read {
  const profile = { name: 'Bench', baseURL: `${origin}/v1` };
  const client = createClient({ apiKey: 'key-of-the-profile', baseURL: profile.baseURL, maxRetries: 0 });
  return async (path, model) => {
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
    const text = `POST ${path}\n\n{ "model": "${model}", "stream": true }`;
    const { result, error } = await runCell(text, context);
    if (result.state !== 'done') throw new Error('The cell failed.', { cause: error });
    const [part] = result.parts;
    const said = part?.kind === 'text' ? part.text : part?.kind === 'toolCall' ? part.arguments : '';
    return Math.min(said.length, shownCharacters);
  };
}

function sdkStream(): Read {
  const client = new OpenAI({ apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 });
  return async (path, model) => {
    let characters = 0;
    if (path === '/responses') {
      for await (const event of await client.responses.create({ model, input: '', stream: true })) {
        if ('delta' in event && typeof event.delta === 'string') characters += event.delta.length;
      }
      return characters;
    }
    for await (const { choices } of await client.chat.completions.create({ model, messages: [], stream: true })) {
      const delta = choices[0]?.delta;
      characters += (delta?.content ?? delta?.tool_calls?.[0]?.function?.arguments ?? '').length;
    }
    return characters;
  };
}

const read = contender === 'ours' ? ourCell() : sdkStream();
const measure = (path: Path, kind: 'text' | 'tools') => cpuUsPerChunk(() => read(path, `${kind}-${CHUNKS}`), CHUNKS);
const figures = {
  'chat text': await measure('/chat/completions', 'text'),
  'chat tool arguments': await measure('/chat/completions', 'tools'),
  'responses text': await measure('/responses', 'text'),
  'responses tool arguments': await measure('/responses', 'tools'),
};
console.log(JSON.stringify(figures));
process.exit();
