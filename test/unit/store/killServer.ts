import { setImmediate as rest } from 'node:timers/promises';
import { startRawServer, type RawServer } from '../../support/rawServer.ts';

const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at} `);

/** What the server says, whole: what is stored of it is its beginning. */
export const scripted = { text: numbered('w', 40), reasoning: numbered('t', 10), arguments: ['{"at', '":', '1}'] };

interface InputItem {
  type?: string;
  role?: string;
  call_id?: string;
}

/** Thinks, speaks and calls a tool; with the tool's output, speaks. `faults` collects what is wrong with a request. */
export async function startKillServer(): Promise<{ server: RawServer; faults: string[] }> {
  const faults: string[] = [];
  let calls = 0;
  const server = await startRawServer(async ({ body }, response) => {
    const { input } = JSON.parse(body) as { input: readonly InputItem[] };
    faults.push(...faultsOf(input));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const hasLooked = input.at(-1)?.type === 'function_call_output' || input.at(-2)?.type === 'function_call_output';
    const events = hasLooked ? speech(0) : [...thought, ...speech(1), ...call(`call_${calls++}`)];
    for (const event of [...events, { type: 'response.completed', response: { output: [] } }]) {
      if (response.destroyed) return;
      response.write(`data: ${JSON.stringify(event)}\n\n`);
      await rest();
    }
    response.end();
  });
  return { server, faults };
}

const thought = [
  { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs', summary: [] } },
  ...scripted.reasoning.map((delta) => ({
    type: 'response.reasoning_summary_text.delta',
    output_index: 0,
    summary_index: 0,
    delta,
  })),
  { type: 'response.output_item.done', output_index: 0, item: { type: 'reasoning', id: 'rs', summary: [] } },
];

const speech = (index: number) => [
  {
    type: 'response.output_item.added',
    output_index: index,
    item: { type: 'message', role: 'assistant', content: [] },
  },
  ...scripted.text.map((delta) => ({
    type: 'response.output_text.delta',
    output_index: index,
    content_index: 0,
    delta,
  })),
];

function call(id: string) {
  const item = { type: 'function_call', call_id: id, name: 'look' };
  return [
    { type: 'response.output_item.added', output_index: 2, item: { ...item, arguments: '' } },
    ...scripted.arguments.map((delta) => ({ type: 'response.function_call_arguments.delta', output_index: 2, delta })),
    { type: 'response.output_item.done', output_index: 2, item: { ...item, arguments: '{"at":1}' } },
  ];
}

/** The API refuses a call without output, an output without call, and one that comes twice. */
function faultsOf(input: readonly InputItem[]): string[] {
  const ids = (type: string) => input.flatMap((item) => (item.type === type ? [item.call_id ?? ''] : []));
  const [called, answered] = [ids('function_call'), ids('function_call_output')];
  return [
    ...(new Set(called).size === called.length ? [] : ['A call comes twice.']),
    ...(called.sort().join() === answered.sort().join() ? [] : ['Calls and outputs do not go together.']),
  ];
}
