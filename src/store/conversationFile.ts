import { z } from 'zod';
import type { Branch } from './branches.ts';
import type { WholeConversation } from './wholeConversation.ts';

const format = 'parley-conversation';

/** Fields that are no text of people: what looks like a key in them is none. */
const opaque: ReadonlySet<string> = new Set(['encryptedContent', 'data', 'base64']);

/** The conversation as a file; `clean` gets every text and gives it back without secrets. */
export function toConversationFile(whole: WholeConversation, clean: (text: string) => string): string {
  const cleaned = (key: string, value: unknown) =>
    typeof value === 'string' && !opaque.has(key) ? clean(value) : value;
  return `${JSON.stringify({ format, version: 1, ...whole }, cleaned, 1)}\n`;
}

const id = z.string().min(1).max(200);
const count = z.int().min(0).max(1_000_000);
const base = { id, at: z.number() };
const streamed = z.enum(['complete', 'incomplete', 'cancelled', 'failed', 'interrupted']).catch('interrupted');
const usage = z.object({
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  cacheWriteTokens: z.number().optional(),
  inputAudioTokens: z.number().optional(),
  outputAudioTokens: z.number().optional(),
  costUsd: z.number().optional(),
});

const picture = {
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  data: z.base64(),
};
const pictureBeside = z.object({ kind: z.literal('image'), label: z.string(), ...picture });

const attachment = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['selection', 'file']),
    label: z.string(),
    uri: z.string(),
    languageId: z.string(),
    startLine: z.number().optional(),
    endLine: z.number().optional(),
    text: z.string(),
  }),
  pictureBeside,
  z.object({ kind: z.literal('audio'), label: z.string(), format: z.enum(['wav', 'mp3']), data: z.base64() }),
]);

const citation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('url'),
    url: z.string(),
    title: z.string(),
    start: z.number().optional(),
    end: z.number().optional(),
  }),
  z.object({
    kind: z.literal('file'),
    fileId: z.string(),
    name: z.string(),
    containerId: z.string().optional(),
    start: z.number().optional(),
    end: z.number().optional(),
  }),
]);

const image = z.object({ ...picture, mediaType: z.enum([...picture.mediaType.options, 'image/svg+xml']) });

const logprob = z.object({
  token: z.string(),
  logprob: z.number(),
  top: z.array(z.tuple([z.string(), z.number()])),
});

/** What is only of use to the server that gave it, such as the id of a sound, stays behind. */
const sound = z.object({
  mediaType: z.string().regex(/^audio\/[\w.+-]{1,50}(;\s*rate=\d{1,6})?$/),
  data: z.base64(),
});

const hit = z.object({
  name: z.string(),
  fileId: z.string().optional(),
  score: z.number().optional(),
  text: z.string().optional(),
});

const codeOutput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('logs'), text: z.string() }),
  z.object({ type: z.literal('image'), url: z.string() }),
]);

const serverTool = z.object({ name: z.string(), description: z.string().optional(), inputSchema: z.unknown() });

/** Others are named only. A call of an MCP server comes without the leave that was given for it. */
const serverCall = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('webSearch'), queries: z.array(z.string()), sources: z.array(z.string()) }),
    z.object({ kind: z.literal('openPage'), url: z.string() }),
    z.object({ kind: z.literal('findInPage'), url: z.string(), pattern: z.string() }),
    z.object({ kind: z.literal('fileSearch'), queries: z.array(z.string()), hits: z.array(hit) }),
    z.object({ kind: z.literal('codeInterpreter'), containerId: z.string(), outputs: z.array(codeOutput) }),
    z.object({
      kind: z.literal('imageGeneration'),
      prompt: z.string().optional(),
      image: image.optional(),
      error: z.string().optional(),
    }),
    z.object({
      kind: z.literal('mcpTools'),
      server: z.string(),
      tools: z.array(serverTool),
      error: z.string().optional(),
    }),
    z.object({
      kind: z.literal('mcpCall'),
      server: z.string(),
      name: z.string(),
      output: z.string().optional(),
      error: z.string().optional(),
    }),
    z.object({ kind: z.literal('unsupported'), type: z.string() }),
  ])
  .catch(({ value }) => ({ kind: 'unsupported', type: String((value as { kind?: unknown } | undefined)?.kind) }));

const filter = z.object({
  of: z.enum(['prompt', 'answer']),
  category: z.string(),
  filtered: z.boolean(),
  severity: z.string().optional(),
  detected: z.boolean().optional(),
});

/** What the chat draws. What is not known is left out; nothing in a file runs or waits. */
const item = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('user'),
    text: z.string(),
    attachments: z.array(attachment),
    facts: z.array(z.string()).optional(),
  }),
  z.object({
    ...base,
    type: z.literal('assistant'),
    text: z.string(),
    refusal: z.boolean().optional(),
    phase: z.enum(['commentary', 'final_answer']).optional(),
    citations: z.array(citation).optional(),
    logprobs: z.array(logprob).optional(),
    audio: sound.optional(),
    alternatives: z.array(z.object({ text: z.string(), refusal: z.boolean().optional() })).optional(),
    status: streamed,
  }),
  z.object({
    ...base,
    type: z.literal('reasoning'),
    text: z.string(),
    status: streamed,
    providerId: z.string().optional(),
    encryptedContent: z.string().optional(),
    model: z.string().optional(),
    durationMs: z.number().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('toolCall'),
    callId: id,
    name: z.string(),
    custom: z.boolean().optional(),
    step: z.number().optional(),
    arguments: z.string(),
    status: z.enum(['succeeded', 'failed', 'denied', 'cancelled']).catch('cancelled'),
    title: z.string().optional(),
    output: z.string().optional(),
    images: z.array(pictureBeside).optional(),
    durationMs: z.number().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('serverCall'),
    providerId: z.string(),
    model: z.string(),
    status: z.enum(['succeeded', 'failed', 'cancelled']).catch('cancelled'),
    input: z.string(),
    call: serverCall,
    durationMs: z.number().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('question'),
    question: z.object({
      text: z.string(),
      options: z.array(z.object({ id: z.string(), label: z.string(), description: z.string().optional() })),
    }),
    status: z.enum(['answered', 'cancelled']).catch('cancelled'),
    answer: z.object({ option: z.string().optional(), text: z.string().optional() }).optional(),
  }),
  z.object({
    ...base,
    type: z.literal('result'),
    end: z.enum(['complete', 'incomplete', 'cancelled', 'stepLimit', 'budget', 'failed', 'interrupted']),
    model: z.string(),
    durationMs: z.number(),
    usage: usage.optional(),
    requests: z.array(usage).optional(),
    filters: z.array(filter).optional(),
    dropped: z.array(z.string()).optional(),
    incompleteReason: z.string().optional(),
  }),
]);

const file = z.object({
  format: z.literal(format),
  version: z.literal(1),
  title: z.string().trim().min(1).max(1000),
  workspace: z.string().max(1000).catch(''),
  branch: count,
  branches: z.array(z.object({ id: count.min(1), parent: count, fork: count })).max(1000),
  items: z.array(z.object({ branch: count, position: count, item })).max(100_000),
});

/** Reads what `toConversationFile` wrote, or anybody else: throws a sentence where it is no such file, or damaged. */
export function parseConversationFile(text: string): WholeConversation {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('This file is no JSON. Choose one that Export Conversation has written.');
  }
  const parsed = file.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw new Error(
      `This file is no conversation of Parley, or is damaged${place === '' ? '' : ` at ${place}`}: ${issue?.message ?? ''}`,
    );
  }
  const whole = parsed.data as WholeConversation;
  refuseBrokenTree(whole);
  return whole;
}

/** Each branch hangs on an earlier one that reaches so far, and holds its items one after the other. */
function refuseBrokenTree({ branch: shown, branches, items }: WholeConversation): void {
  const all: readonly Branch[] = [{ id: 0, parent: 0, fork: 0 }, ...branches];
  const ends = new Map<number, number>();
  const forks = new Map<number, number>();
  const positions = Map.groupBy(items, ({ branch }) => branch);
  for (const { id: own, parent, fork } of all) {
    const held = positions.get(own) ?? [];
    const parentEnd = ends.get(parent);
    const hangs =
      own === 0 || (parentEnd !== undefined && fork <= parentEnd && (parent === 0 || fork > (forks.get(parent) ?? 0)));
    if (ends.has(own) || !hangs || held.some(({ position }, at) => position !== fork + at)) {
      throw new Error(`This file is damaged: branch ${own} does not fit.`);
    }
    ends.set(own, fork + held.length);
    forks.set(own, fork);
  }
  if (!ends.has(shown) || items.some(({ branch }) => !ends.has(branch))) {
    throw new Error('This file is damaged: a branch is missing.');
  }
  if (items.length === 0) throw new Error('There is no message in this file.');
}
