import { z } from 'zod';
import type { ReasoningEffort } from './models/modelStream.ts';
import { voices, type HostedTools, type RequestParameters } from './models/requestParameters.ts';

/** What one conversation is run with, where it differs from the user's settings. Plain JSON, kept with the conversation. */
export interface ConversationSettings {
  /** The chat profile it began with or was switched to. */
  profile?: string;
  model?: string;
  effort?: ReasoningEffort;
  /** Added to the user's own. */
  instructions?: string;
  /** The only tools of ours that are offered, by name. Absent: those the user has chosen for the workspace. */
  tools?: readonly string[];
  parameters: RequestParameters;
  hostedTools: HostedTools;
}

export const noSettings: ConversationSettings = { parameters: {}, hostedTools: {} };

const name = z.string().trim().min(1).max(200);
/** How much a model thinks. */
export const effortSchema = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);
const size = z.enum(['low', 'medium', 'high']);
const between = (least: number, most: number) => z.number().min(least).max(most);
const wholeBetween = (least: number, most: number) => z.int().min(least).max(most);

/** Checks parameters from a file, a setting or the page; what is not known is left out. */
export const parametersSchema = z
  .object({
    temperature: between(0, 2),
    top_p: between(0, 1),
    max_output_tokens: wholeBetween(16, 10_000_000),
    seed: z.int(),
    stop: z.array(z.string().min(1).max(500)).max(4),
    presence_penalty: between(-2, 2),
    frequency_penalty: between(-2, 2),
    n: wholeBetween(1, 8),
    logit_bias: z.record(z.string().regex(/^\d{1,9}$/, 'The id of a token is a number.'), between(-100, 100)),
    format: z.discriminatedUnion('type', [
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        file: z.string().min(1).max(1000),
        strict: z.boolean().default(true),
      }),
    ]),
    verbosity: size,
    voice: z.enum(voices),
    service_tier: z.enum(['auto', 'default', 'flex', 'priority']),
    store: z.boolean(),
    logprobs: z.boolean(),
    top_logprobs: wholeBetween(0, 20),
  })
  .partial()
  .refine(({ temperature, top_p }) => temperature === undefined || top_p === undefined, {
    message: 'Set temperature or top_p, not both.',
  });

const mcpServer = z.object({
  server_label: z
    .string()
    .regex(/^[A-Za-z][\w-]{0,63}$/, 'A label begins with a letter and has letters, digits, - and _.'),
  server_url: z.url({ protocol: /^https$/, error: 'The address of an MCP server begins with https://.' }),
  require_approval: z.enum(['always', 'never']).default('always'),
});

/** The same for the tools that run at the server. */
export const hostedToolsSchema = z
  .object({
    web_search: z
      .object({
        search_context_size: size,
        allowed_domains: z
          .array(z.string().regex(/^[\w-]+(\.[\w-]+)+$/, 'A domain is written as example.com.'))
          .max(100),
      })
      .partial(),
    file_search: z.object({
      vector_store_ids: z.array(name).min(1, 'File search needs a vector store.').max(10),
      max_num_results: wholeBetween(1, 50).optional(),
    }),
    code_interpreter: z.object({}),
    image_generation: z
      .object({
        quality: z.enum(['auto', 'low', 'medium', 'high']),
        size: z.enum(['auto', '1024x1024', '1024x1536', '1536x1024']),
        partial_images: wholeBetween(0, 3),
      })
      .partial(),
    mcp: z.array(mcpServer).max(20),
  })
  .partial();

/** What a chat profile and a conversation have in common. */
export const sharedSettings = {
  model: name.optional(),
  effort: effortSchema.optional(),
  instructions: z.string().max(100_000).optional(),
  tools: z.array(name).max(200).optional(),
  parameters: parametersSchema.default({}),
  hostedTools: hostedToolsSchema.default({}),
};

const settingsSchema = z.object({ profile: name.optional(), ...sharedSettings });

/** Settings from the page. Throws a sentence that says what does not fit. */
export function checkSettings(value: unknown): ConversationSettings {
  const { success, data, error } = settingsSchema.safeParse(value);
  if (!success) throw new Error(whyNot(error));
  return withoutAbsent(data) as ConversationSettings;
}

/** Settings as they were kept. What cannot be read counts as none: a conversation opens all the same. */
export function parseSettings(json: string): ConversationSettings {
  try {
    const { success, data } = settingsSchema.safeParse(JSON.parse(json));
    return success ? (withoutAbsent(data) as ConversationSettings) : noSettings;
  } catch {
    return noSettings;
  }
}

/** Where a value does not fit and why, the first thing only. */
export function whyNot({ issues: [issue] }: z.ZodError): string {
  if (!issue) return 'This does not fit.';
  const at = issue.path.join('.');
  return at === '' ? issue.message : `${at}: ${issue.message}`;
}

/** The value as JSON has it: a property is there or it is not. */
export const withoutAbsent = (value: object): unknown => JSON.parse(JSON.stringify(value));
