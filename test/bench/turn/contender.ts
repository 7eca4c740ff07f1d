// Measures one contender in a process of its own: `contender.ts ours|sdk <origin>` prints one JSON object of figures.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { createChatCompletionsModel } from '../../../src/agent/models/chatCompletionsModel.ts';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import { MessageQueue } from '../../../src/agent/messageQueue.ts';
import { Session } from '../../../src/agent/session.ts';
import { createClient } from '../../../src/openai/client.ts';
import { openConversationStore } from '../../../src/store/conversationStore.ts';
import { RequestRecorder } from '../../../src/ui/requests/requestRecorder.ts';

const [contender, origin] = process.argv.slice(2);
const options = { apiKey: `sk-${'b'.repeat(48)}`, baseURL: `${origin}/v1`, maxRetries: 0 };
const CHUNKS = 20_000;
const RECORDED_BYTES = 32 * 1024 * 1024;
const CHARACTERS = CHUNKS * ' token'.length;

type Api = 'chat' | 'responses';
/** One answer of so many chunks; resolves with the characters of text that came out at the end. */
type Turn = (api: Api, model: string) => Promise<number>;

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
const store = await openConversationStore(join(folder, 'conversations.db'));

function ourTurn(): Turn {
  // As the extension makes it: every request is recorded for the panel.
  const recorder = new RequestRecorder({ maxBytes: RECORDED_BYTES, hidden: () => [options.apiKey] });
  const client = createClient({ ...options, observe: recorder.observe });
  const streams = { chat: createChatCompletionsModel(client), responses: createResponsesModel(client) };
  let conversations = 0;
  return async (api, model) => {
    const id = String(conversations++);
    store.create({ id, title: 'Bench', at: 0 });
    const session = new Session({
      id,
      transcript: [],
      approvals: {
        refusal: () => undefined,
        shown: (_, request) => request,
        check: () => undefined,
        ask: () => Promise.reject(new Error('Nothing asks.')),
      },
      questions: { ask: () => Promise.reject(new Error('Nothing asks.')) },
      settings: () => Promise.resolve({ model, instructions: '', stream: streams[api], tools: () => [], stepLimit: 1 }),
      store: store.transcript(id),
      queue: new MessageQueue({ load: () => [], change: (change) => change([]) }),
    });
    let posted = 0;
    session.onEvents((events) => {
      posted += JSON.stringify({ rpc: 'event', name: 'turn', payload: events }).length;
    });
    await session.send('Go');
    const [, answer] = store.load(id)?.transcript ?? [];
    if (answer?.type !== 'assistant' || posted < answer.text.length) throw new Error('Something is missing.');
    return answer.text.length;
  };
}

function sdkTurn(): Turn {
  const client = new OpenAI(options);
  return async (api, model) => {
    let characters = 0;
    if (api === 'chat') {
      for await (const { choices } of await client.chat.completions.create({ model, messages: [], stream: true })) {
        characters += choices[0]?.delta.content?.length ?? 0;
      }
    } else {
      for await (const event of await client.responses.create({ model, input: '', stream: true })) {
        if (event.type === 'response.output_text.delta') characters += event.delta.length;
      }
    }
    return characters;
  };
}

const turn = contender === 'ours' ? ourTurn() : sdkTurn();

/** CPU µs a chunk: the median of five turns after two to warm up. */
async function perChunk(api: Api): Promise<number> {
  const runs: number[] = [];
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage();
    const characters = await turn(api, `text-${CHUNKS}`);
    const { user, system } = process.cpuUsage(before);
    if (characters !== CHARACTERS) throw new Error(`${characters} of ${CHARACTERS} characters arrived.`);
    runs.push((user + system) / CHUNKS);
  }
  return runs.slice(2).toSorted((a, b) => a - b)[2] ?? Number.NaN;
}

try {
  console.log(JSON.stringify({ 'chat text': await perChunk('chat'), 'responses text': await perChunk('responses') }));
} finally {
  store.close();
  rmSync(folder, { recursive: true });
}
process.exit();
