import type { ChatCompletionRequest, Fixture, FixtureResponse, StreamingProfile } from '@copilotkit/aimock';
import * as answers from './answers.ts';
import { taskReplies } from './taskScene.ts';

/** What the model says at one point of a turn. */
interface Reply {
  text?: string;
  reasoning?: string;
  calls?: readonly { name: string; args: Record<string, unknown> }[];
  error?: { status: number; message: string; code?: string };
}

/** One prompt that the local server knows. */
interface Scene {
  /** Found in the last user message, which begins with the code that goes with it. */
  prompt: RegExp;
  /** One reply for each request of the turn: all but the last call tools. */
  replies: readonly (Reply | ((request: Request) => Reply))[];
  pace?: StreamingProfile;
  truncateAfterChunks?: number;
}

interface Request {
  /** The last user message. */
  prompt: string;
  /** The code that goes with it. */
  code: string;
  /** What the tools of this turn answered. */
  toolResults: readonly string[];
}

const fence = (code: string) => '```ts\n' + code + '\n```';
const readOrders = { name: 'read_file', args: { path: 'src/orders.ts', startLine: 15, endLine: 36 } };
const told = ({ toolResults }: Request): Reply => ({ text: `The tool says: ${toolResults.at(-1) ?? ''}` });

const releasePlan = (...states: string[]) =>
  ['Wait for the build', 'Choose the channel'].map((text, at) => ({ text, state: states[at] }));

const scenes: readonly Scene[] = [
  // Before all others: a file may hold their words.
  { prompt: /<caret\/>/, replies: [({ prompt }) => ({ text: answers.completion(prompt) })] },
  { prompt: /^hello/i, replies: [{ text: 'Hello! What shall we look at?' }] },
  {
    prompt: /total of an order computed/i,
    replies: [
      {
        reasoning: '**Looking for the code**\n\nTotals belong to orders, so I read `src/orders.ts`.',
        calls: [readOrders],
      },
      { text: answers.aboutTheWorkspace },
    ],
  },
  {
    prompt: /what this project does/i,
    replies: [
      {
        reasoning: '**Getting an overview**\n\nThe folder and the README first.',
        calls: [
          { name: 'list_directory', args: { path: '.', offset: null } },
          { name: 'read_file', args: { path: 'README.md', startLine: null, endLine: null } },
        ],
      },
      { text: answers.aboutTheProject },
    ],
  },
  { prompt: /explain this code/i, replies: [{ reasoning: answers.explanationReasoning, text: answers.explanation }] },
  { prompt: /what markdown can do/i, replies: [{ text: answers.showcase }] },
  {
    prompt: /refactor this code/i,
    replies: [({ code }) => ({ text: fence(replace(code, 'orderTotal', answers.refactored)) })],
  },
  {
    prompt: /fix the problems in this code/i,
    replies: [({ code }) => ({ text: fence(code.replace(': string = ', ' = ')) })],
  },
  {
    prompt: /add documentation to this code/i,
    replies: [({ code }) => ({ text: fence(`${answers.documentation}\n${code}`) })],
  },
  { prompt: /write tests for (this|the selected) code/i, replies: [{ text: answers.tests }] },
  {
    prompt: /how do I create embeddings/i,
    replies: [{ text: 'Send `model` and `input` to `POST /embeddings`.' }],
  },
  {
    prompt: /is this text harmful/i,
    replies: [{ calls: [{ name: 'parley_moderate_text', args: { text: 'I like tea.' } }] }, told],
  },
  {
    prompt: /problems in the open file/i,
    replies: [
      { calls: [{ name: 'get_diagnostics', args: { path: null, offset: null } }] },
      {
        calls: [
          {
            name: 'edit_file',
            args: { path: 'src/report.ts', edits: [{ oldText: 'const items: string =', newText: 'const items =' }] },
          },
        ],
      },
      told,
    ],
  },
  {
    prompt: /raise the discount/i,
    replies: [
      {
        calls: [
          {
            name: 'multi_edit',
            args: {
              files: [
                {
                  path: 'src/orders.ts',
                  edits: [
                    { oldText: '  let total = 0;', newText: '  // In cents.\n  let total = 0;' },
                    { oldText: 'line.price * 0.9', newText: 'line.price * 0.85' },
                    { oldText: 'total = total - 500', newText: 'total = total - 1000' },
                  ],
                },
                { path: 'src/report.ts', edits: [{ oldText: 'const items: string =', newText: 'const items =' }] },
              ],
            },
          },
        ],
      },
      told,
    ],
  },
  { prompt: /make the test pass/i, replies: taskReplies },
  {
    prompt: /create a file/i,
    replies: [
      {
        calls: [
          {
            name: 'create_file',
            args: { path: 'src/coupons.ts', content: 'export const coupons = { WELCOME: 500 };\n' },
          },
        ],
      },
      told,
    ],
  },
  {
    prompt: /write the currency in letters/i,
    replies: [
      {
        calls: [
          {
            name: 'multi_edit',
            args: {
              files: [
                { path: 'src/money.ts', edits: [{ oldText: '€', newText: 'EUR' }] },
                { path: 'src/report.ts', edits: [{ oldText: ' items, ', newText: ' articles, ' }] },
              ],
            },
          },
        ],
      },
      told,
    ],
  },
  {
    prompt: /make a file for taxes/i,
    replies: [
      { calls: [{ name: 'create_file', args: { path: 'src/taxes.ts', content: 'export const tax = 0.19;\n' } }] },
      told,
    ],
  },
  {
    prompt: /run a command/i,
    replies: [
      {
        calls: [
          {
            name: 'run_in_terminal',
            args: { command: 'echo from-the-terminal', directory: null, timeoutSeconds: 30, background: false },
          },
        ],
      },
      told,
    ],
  },
  {
    prompt: /plan the coupons/i,
    replies: [{ calls: [{ name: 'present_plan', args: { title: 'Coupons', plan: answers.plan } }] }],
  },
  { prompt: /^carry out this plan/i, replies: [({ prompt }) => ({ text: `Done, in order:\n${prompt}` })] },
  {
    prompt: /check before the release/i,
    replies: [
      {
        calls: [
          { name: 'todo', args: { items: releasePlan('doing', 'open') } },
          {
            name: 'run_in_terminal',
            args: {
              command: 'echo waiting for the build; until [ -e build.done ]; do sleep 0.2; done; echo built',
              directory: null,
              timeoutSeconds: 300,
              background: false,
            },
          },
        ],
      },
      {
        calls: [
          { name: 'todo', args: { items: releasePlan('done', 'doing') } },
          { name: 'ask_user', args: { question: 'Which channel?', options: ['Stable', 'Preview'] } },
        ],
      },
      {
        calls: [
          {
            name: 'run_in_terminal',
            args: { command: 'echo upload begins; sleep 600', directory: null, timeoutSeconds: 600, background: false },
          },
        ],
      },
      ({ toolResults }) => ({ text: `The tools say: ${toolResults.slice(1).join('; ')}` }),
    ],
  },
  { prompt: /count slowly/i, replies: [{ text: counting(300) }], pace: { ttft: 200, tps: 20 } },
  { prompt: /break off/i, replies: [{ text: counting(100) }], pace: { tps: 100 }, truncateAfterChunks: 30 },
  {
    // With a tool of VS Code's own chat.
    prompt: /^where does it say/i,
    replies: [{ calls: [{ name: 'grep_search', args: { query: 'WELCOME', isRegexp: false } }] }, told],
  },
  {
    // With a tool that we offer to it.
    prompt: /ask the API for its models/i,
    replies: [{ calls: [{ name: 'parley_call_api', args: { method: 'GET', path: '/models' } }] }, told],
  },
  // With tools of ours that VS Code's own chat has.
  {
    prompt: /^paint a fox/i,
    replies: [
      { calls: [{ name: 'parley_generate_image', args: { prompt: '# A fox\n[free](https://a.example)' } }] },
      told,
    ],
  },
  {
    prompt: /^which models are there/i,
    replies: [{ calls: [{ name: 'parley_call_api', args: { method: 'GET', path: '/models' } }] }, told],
  },
  {
    prompt: /^delete the file/i,
    replies: [{ calls: [{ name: 'parley_call_api', args: { method: 'DELETE', path: '/files/file-gone' } }] }, told],
  },
  ...[
    { status: 400, message: 'The request is malformed.' },
    { status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' },
    { status: 404, message: 'The model does not exist.', code: 'model_not_found' },
    { status: 429, message: 'You exceeded your current quota.', code: 'insufficient_quota' },
    { status: 500, message: 'The server had an error.' },
  ].map((error) => ({ prompt: new RegExp(`fail with ${error.status}`, 'i'), replies: [{ error }] })),
];

/** True for a prompt that the fixtures answer. */
export const isScene = (prompt: string): boolean => scenes.some((scene) => scene.prompt.test(prompt));

export const fixtures: Fixture[] = [
  ...scenes.map(({ prompt, replies, pace, truncateAfterChunks }): Fixture => ({
    match: { predicate: ({ messages }) => prompt.test(lastPrompt(messages).prompt) },
    response: (wire) => {
      const request = read(wire);
      const reply = replies[Math.min(roundOf(replies, request), replies.length - 1)] ?? {};
      return respond(typeof reply === 'function' ? reply(request) : reply, wire);
    },
    ...(pace && { streamingProfile: pace }),
    ...(truncateAfterChunks !== undefined && { truncateAfterChunks }),
  })),
  { match: { endpoint: 'chat' }, response: (wire) => respond({ text: answers.unknown }, wire) },
];

/** The last user message without what goes with it: the facts that we add, and all that VS Code's own chat does. */
function lastPrompt(messages: ChatCompletionRequest['messages']): { prompt: string; at: number } {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const text = textOf(messages[at]?.content ?? '').replace(/\n\n\[From the editor, as data\. [^\n]*\]$/, '');
  return { prompt: /<userRequest>\n([^]*)\n<\/userRequest>/.exec(text)?.[1] ?? text, at };
}

function read({ messages }: ChatCompletionRequest): Request {
  const { prompt, at } = lastPrompt(messages);
  const code = /```\w*\n([^]*?)\n```/.exec(prompt)?.[1] ?? '';
  const toolResults = messages
    .slice(at)
    .flatMap(({ role, content }) => (role === 'tool' ? [textOf(content ?? '')] : []));
  return { prompt, code, toolResults };
}

function textOf(content: NonNullable<ChatCompletionRequest['messages'][number]['content']>): string {
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');
}

/** How many replies of the turn are behind: each has as many results as calls. */
function roundOf(replies: Scene['replies'], { toolResults }: Request): number {
  let results = 0;
  return replies.findIndex((reply) => {
    const isNext = results >= toolResults.length;
    if (typeof reply !== 'function') results += reply.calls?.length ?? 0;
    return isNext;
  });
}

function respond({ text, reasoning, calls, error }: Reply, wire: ChatCompletionRequest): FixtureResponse {
  if (error) {
    const { status, message, code } = error;
    return { status, error: { message, type: 'demo_error', ...(code !== undefined && { code }) } };
  }
  const inputTokens = tokensOf(JSON.stringify(wire.messages));
  const usage = {
    prompt_tokens: inputTokens,
    prompt_tokens_details: { cached_tokens: Math.floor(inputTokens / 2) },
    completion_tokens: tokensOf(`${reasoning ?? ''}${text ?? ''}${JSON.stringify(calls ?? '')}`),
  };
  const rest = { usage, ...(reasoning !== undefined && { reasoning }) };
  if (!calls) return { content: text ?? '', ...rest };
  return { toolCalls: calls.map(({ name, args }) => ({ name, arguments: JSON.stringify(args) })), ...rest };
}

/** The code where it is about that function, else as it is: "nothing to change". */
const replace = (code: string, name: string, by: string) => (code.includes(`function ${name}(`) ? by : code);

/** Four characters are about one token. */
const tokensOf = (text: string) => Math.ceil(text.length / 4);

function counting(to: number): string {
  return Array.from({ length: to }, (_, index) => `number ${index + 1}`).join(', ');
}
