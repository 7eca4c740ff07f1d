import { z } from 'zod';
import type { ServerCall } from '../agent/serverCall.ts';

const image = z.object({
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml']),
  data: z.base64(),
});

const known: z.ZodType<ServerCall> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webSearch'), queries: z.array(z.string()), sources: z.array(z.string()) }),
  z.object({ kind: z.literal('openPage'), url: z.string() }),
  z.object({ kind: z.literal('findInPage'), url: z.string(), pattern: z.string() }),
  z.object({
    kind: z.literal('fileSearch'),
    queries: z.array(z.string()),
    hits: z.array(
      z.object({
        name: z.string(),
        fileId: z.string().exactOptional(),
        score: z.number().exactOptional(),
        text: z.string().exactOptional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('codeInterpreter'),
    containerId: z.string(),
    outputs: z.array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('logs'), text: z.string() }),
        z.object({ type: z.literal('image'), url: z.string() }),
      ]),
    ),
  }),
  z.object({
    kind: z.literal('imageGeneration'),
    prompt: z.string().exactOptional(),
    image: image.exactOptional(),
    error: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('mcpTools'),
    server: z.string(),
    tools: z.array(
      z.object({ name: z.string(), description: z.string().exactOptional(), inputSchema: z.json().default({}) }),
    ),
    error: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('mcpCall'),
    server: z.string(),
    name: z.string(),
    output: z.string().exactOptional(),
    error: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('unsupported'), type: z.string() }),
]);

/** From a file of anybody, without the leave that was given for an MCP call. One of a kind that is not known here is named only. */
export const serverCallSchema: z.ZodType<ServerCall> = z.union([
  known,
  z
    .looseObject({ kind: z.string().max(100) })
    .refine(({ kind }) => !kinds.has(kind), 'this step is damaged')
    .transform(({ kind }): ServerCall => ({ kind: 'unsupported', type: kind })),
]);

const kinds: ReadonlySet<string> = new Set<ServerCall['kind']>([
  'webSearch',
  'openPage',
  'findInPage',
  'fileSearch',
  'codeInterpreter',
  'imageGeneration',
  'mcpTools',
  'mcpCall',
  'unsupported',
]);
