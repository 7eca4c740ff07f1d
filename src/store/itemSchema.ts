import { z } from 'zod';
import type { Item } from '../agent/transcript.ts';
import { serverCallSchema } from './serverCallSchema.ts';

const id = z.string().min(1).max(200);
/** The time is one that a date can hold. */
const base = { id, at: z.number().min(0).max(8.64e15) };
const streamed = z.enum(['complete', 'incomplete', 'cancelled', 'failed', 'interrupted']).catch('interrupted');

const imageAttachment = z.object({
  kind: z.literal('image'),
  label: z.string(),
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  data: z.base64(),
});

const attachment = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['selection', 'file']),
    label: z.string(),
    uri: z.string(),
    languageId: z.string(),
    startLine: z.number().exactOptional(),
    endLine: z.number().exactOptional(),
    text: z.string(),
  }),
  imageAttachment,
  z.object({
    kind: z.literal('audio'),
    label: z.string(),
    format: z.enum(['wav', 'mp3']),
    data: z.base64(),
  }),
]);

const user = z.object({
  ...base,
  type: z.literal('user'),
  text: z.string(),
  attachments: z.array(attachment),
  facts: z.array(z.string()).exactOptional(),
});

const passage = { start: z.int().min(0).exactOptional(), end: z.int().min(0).exactOptional() };

/** What an answer and each of its alternatives have. */
const said = {
  text: z.string(),
  refusal: z.boolean().exactOptional(),
  citations: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ ...passage, kind: z.literal('url'), url: z.string(), title: z.string() }),
        z.object({
          ...passage,
          kind: z.literal('file'),
          fileId: z.string(),
          name: z.string(),
          containerId: z.string().exactOptional(),
        }),
      ]),
    )
    .exactOptional(),
  logprobs: z
    .array(
      z.object({
        token: z.string(),
        logprob: z.number(),
        top: z.array(z.tuple([z.string(), z.number()])).max(100),
      }),
    )
    .exactOptional(),
  // Without `id`: that is of use to the server that gave it, for an hour.
  audio: z
    .object({
      mediaType: z.string().regex(/^audio\/[\w.+-]{1,50}(;\s*rate=\d{1,6})?$/),
      // It may have come in pieces, each with its padding.
      data: z.string().regex(/^[A-Za-z0-9+/=]*$/),
    })
    .exactOptional(),
};

const assistant = z.object({
  ...base,
  type: z.literal('assistant'),
  ...said,
  phase: z.enum(['commentary', 'final_answer']).exactOptional(),
  alternatives: z.array(z.object(said)).max(1000).exactOptional(),
  status: streamed,
});

const reasoning = z.object({
  ...base,
  type: z.literal('reasoning'),
  text: z.string(),
  status: streamed,
  providerId: z.string().exactOptional(),
  encryptedContent: z.string().exactOptional(),
  model: z.string().exactOptional(),
  durationMs: z.number().exactOptional(),
});

/** Without `approval` and `progress`: it waits for nobody and does not run; without `server`: no leave to run is in a file. */
const toolCall = z.object({
  ...base,
  type: z.literal('toolCall'),
  callId: id,
  name: z.string(),
  custom: z.boolean().exactOptional(),
  step: z.number().exactOptional(),
  arguments: z.string(),
  status: z.enum(['succeeded', 'failed', 'denied', 'cancelled']).catch('cancelled'),
  title: z.string().exactOptional(),
  output: z.string().exactOptional(),
  images: z.array(imageAttachment).exactOptional(),
  files: z
    .array(
      z.object({
        name: z.string(),
        added: z.number(),
        removed: z.number(),
        becomes: z.enum(['new', 'moved', 'deleted']).exactOptional(),
      }),
    )
    .exactOptional(),
  durationMs: z.number().exactOptional(),
});

const serverCall = z.object({
  ...base,
  type: z.literal('serverCall'),
  providerId: z.string(),
  model: z.string(),
  status: z.enum(['succeeded', 'failed', 'cancelled']).catch('cancelled'),
  input: z.string(),
  call: serverCallSchema,
  durationMs: z.number().exactOptional(),
});

const question = z.object({
  ...base,
  type: z.literal('question'),
  question: z.object({
    text: z.string(),
    options: z.array(z.object({ id: z.string(), label: z.string(), description: z.string().exactOptional() })),
    field: z.string().exactOptional(),
  }),
  status: z.enum(['answered', 'cancelled']).catch('cancelled'),
  answer: z.object({ option: z.string().exactOptional(), text: z.string().exactOptional() }).exactOptional(),
});

const usage = z.object({
  inputTokens: z.number(),
  cachedTokens: z.number(),
  cacheWriteTokens: z.number().exactOptional(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  inputAudioTokens: z.number().exactOptional(),
  outputAudioTokens: z.number().exactOptional(),
  costUsd: z.number().exactOptional(),
  estimated: z.literal(true).exactOptional(),
});

const result = z.object({
  ...base,
  type: z.literal('result'),
  end: z.enum(['complete', 'incomplete', 'cancelled', 'stepLimit', 'budget', 'failed', 'interrupted', 'lost']),
  model: z.string(),
  durationMs: z.number(),
  usage: usage.exactOptional(),
  requests: z.array(usage).exactOptional(),
  filters: z
    .array(
      z.object({
        of: z.enum(['prompt', 'answer']),
        category: z.string(),
        filtered: z.boolean(),
        severity: z.string().exactOptional(),
        detected: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  unpriced: z.boolean().exactOptional(),
  incompleteReason: z.string().exactOptional(),
  error: z
    .object({
      kind: z.enum([
        'settings',
        'auth',
        'permission',
        'notFound',
        'invalidRequest',
        'rateLimit',
        'quota',
        'server',
        'network',
        'timeout',
        'protocol',
        'contentFilter',
      ]),
      message: z.string(),
      status: z.number().exactOptional(),
      code: z.string().exactOptional(),
      requestId: z.string().exactOptional(),
      retryAfterMs: z.number().exactOptional(),
    })
    .exactOptional(),
  dropped: z.array(z.string()).exactOptional(),
});

/** An item from a file of anybody. What is not known is left out; nothing in it runs or waits. */
export const itemSchema: z.ZodType<Item> = z.discriminatedUnion('type', [
  user,
  assistant,
  reasoning,
  toolCall,
  serverCall,
  question,
  result,
]);
