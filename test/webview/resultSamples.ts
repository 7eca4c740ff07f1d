import type {
  CellResult,
  ImagePart,
  JsonPart,
  ResultPart,
  TablePart,
  ToolCallPart,
} from '../../src/protocol/cellResult.ts';
import { resultOf } from './notebookPage.ts';

/** A second of a 440 Hz tone that fades. */
function tone(): string {
  const samples = Buffer.alloc(48_000);
  for (let index = 0; index < 24_000; index++) {
    const loudness = 0.6 * (1 - index / 24_000) * Math.abs(Math.sin(index / 2000));
    samples.writeInt16LE(Math.round(32_767 * loudness * Math.sin((2 * Math.PI * 440 * index) / 24_000)), index * 2);
  }
  return samples.toString('base64');
}

const answer = `The **northern lights** come from particles of the sun that meet the air high above the poles.[^1]

| Colour | Gas | Height |
|---|---|---:|
| green | oxygen | 100–150 km |
| red | oxygen | above 200 km |

\`\`\`python
from openai import OpenAI

client = OpenAI()
print(client.responses.create(model="gpt-5", input="Why green?").output_text)
\`\`\`
`;

export const text: readonly ResultPart[] = [
  { kind: 'text', role: 'reasoning', text: 'First the **sun**, then the air.' },
  {
    kind: 'text',
    role: 'answer',
    text: answer,
    citations: [
      { title: 'How auroras form', url: 'https://example.org/aurora' },
      { title: 'notes.pdf' },
      { title: 'Colours of the sky', url: 'https://example.com/colours?page=2' },
    ],
  },
  { kind: 'text', role: 'refusal', text: 'I cannot help with that.' },
  { kind: 'text', role: 'plain', label: 'talk.srt', text: '1\n00:00:00,000 --> 00:00:02,400\nGood evening.\n' },
];

export const toolCall: ToolCallPart = {
  kind: 'toolCall',
  name: 'get_weather',
  type: 'function',
  arguments: '{"place":"Tromsø","days":3,"units":"metric","hours":[6,12,18]}',
  status: 'completed',
  output: '{"sky":"clear","kp":5.3}',
};

export const audio: ResultPart = {
  kind: 'audio',
  mimeType: 'audio/L16;rate=24000',
  base64: tone(),
  transcript: 'The sky is clear tonight, and the lights are strong.',
};

const inputs = ['A fox in the snow', 'A wolf in winter', 'The price of copper', 'Copper futures fell'];
const similarity = [
  [1, 0.71, 0.09, 0.06],
  [0.71, 1, 0.12, 0.1],
  [0.09, 0.12, 1, 0.78],
  [0.06, 0.1, 0.78, 1],
];
export const embeddings: ResultPart = {
  kind: 'embeddings',
  items: inputs.map((label, index) => ({
    label,
    dimensions: 1536,
    norm: 1,
    head: [0.0123, -0.0456, 0.0311, -0.0078, 0.0502, 0.0007, -0.0264, 0.0191].map((value) => value * (1 + index / 4)),
  })),
  similarity,
};

export const moderation: ResultPart = {
  kind: 'moderation',
  label: 'Input 1',
  flagged: true,
  categories: [
    { name: 'violence', score: 0.8731, flagged: true },
    { name: 'harassment/threatening', score: 0.412, flagged: false },
    { name: 'harassment', score: 0.2203, flagged: false },
    { name: 'hate', score: 0.0317, flagged: false },
    { name: 'self-harm', score: 0.00002, flagged: false },
  ],
};

export const table: TablePart = {
  kind: 'table',
  label: 'Files',
  columns: ['id', 'filename', 'purpose', 'bytes', 'created_at', 'expires_at'],
  rows: [
    ['file-a1', 'train.jsonl', 'fine-tune', 182_044, '2026-11-02 09:14', null],
    ['file-b2', 'batch_10.jsonl', 'batch', 9_120, '2026-11-03 17:40', '2026-12-03 17:40'],
    ['file-c3', 'batch_9.jsonl', 'batch', 88_310, '2026-11-01 08:02', null],
  ],
  note: 'There are more: add ?after=file-c3 to the path.',
};

const curve = (from: number, to: number, phase: number): [number, number][] =>
  Array.from({ length: 30 }, (_, index) => [
    index * 10,
    to + (from - to) * Math.exp(-index / 7) + 0.05 * Math.sin(index + phase),
  ]);

export const plot: ResultPart = {
  kind: 'plot',
  label: 'Loss',
  xLabel: 'step',
  series: [
    { name: 'train_loss', points: curve(2.4, 0.42, 0) },
    { name: 'valid_loss', points: curve(2.5, 0.61, 2) },
  ],
};

export const progress: ResultPart = {
  kind: 'progress',
  label: 'ftjob-7: running',
  fraction: 0.42,
  events: [
    { at: Date.UTC(2026, 10, 3, 9, 0, 5), text: 'Validating training file' },
    { at: Date.UTC(2026, 10, 3, 9, 1, 12), text: 'Fine-tuning job started' },
    { at: Date.UTC(2026, 10, 3, 9, 4, 51), text: 'Step 126/300: training loss = 0.71' },
  ],
};

export const error: ResultPart = {
  kind: 'error',
  title: 'Too many requests',
  text: 'Rate limit reached for requests. Try again in 20 s.',
  actions: ['selectModel', 'showLog'],
  error: { kind: 'rateLimit', message: 'Rate limit reached for requests', status: 429, requestId: 'req_5f2a9c' },
};

export const json: JsonPart = {
  kind: 'json',
  label: 'Response',
  value: {
    id: 'resp_1',
    status: 'completed',
    store: false,
    error: null,
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'The **northern lights**…' }] }],
    usage: { input_tokens: 45, output_tokens: 120 },
  },
  folded: false,
};

/** One result with each kind of part. */
export const everything = (images: readonly ImagePart[]): readonly CellResult[] => [
  resultOf(text, { notes: ['temperature was left out: gpt-5 does not take it.'] }),
  resultOf([toolCall, error]),
  resultOf(images),
  resultOf([audio, moderation]),
  resultOf([embeddings]),
  resultOf([table, plot]),
  resultOf([progress, json], { state: 'running' }),
  resultOf([], { state: 'running' }),
];
