import { z } from 'zod';
import { effortSchema, parametersSchema, whyNot, withoutAbsent } from '../../agent/conversationSettings.ts';
import type { ModelRequest } from '../../agent/models/modelStream.ts';
import type { SentParameters } from '../../agent/models/requestParameters.ts';
import type { ImageAttachment, Item, ReasoningItem, ToolCallItem } from '../../agent/transcript.ts';
import { imageType } from '../../editor/imageType.ts';
import { ApiError } from './apiError.ts';

const image = z.instanceof(Uint8Array).transform((bytes, context): ImageAttachment => {
  const mediaType = imageType(bytes);
  if (mediaType) return { kind: 'image', label: 'picture', mediaType, data: Buffer.from(bytes).toString('base64') };
  context.addIssue('This is no PNG, JPEG, WebP or GIF.');
  return z.NEVER;
});

/** What crosses as JSON: nothing that the other extension changes later changes the request. */
const json = z.looseObject({}).transform((value, context): Record<string, unknown> => {
  try {
    return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  } catch {
    context.addIssue('This cannot be written as JSON.');
    return z.NEVER;
  }
});

const toolName = z.string().regex(/^[\w-]{1,64}$/, 'A name has up to 64 letters, digits, _ and -.');

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('user'), text: z.string(), images: z.array(image).default([]) }),
  z.object({
    role: z.literal('assistant'),
    text: z.string().default(''),
    toolCalls: z.array(z.object({ callId: z.string().min(1), name: toolName, input: json })).default([]),
  }),
  z.object({ role: z.literal('tool'), callId: z.string(), text: z.string() }),
]);

const { temperature, max_output_tokens: maxOutputTokens, verbosity } = parametersSchema.shape;

const requestSchema = z.object({
  reason: z.string().trim().min(1, 'Say in a sentence what the request is for.'),
  model: z.string().min(1).optional(),
  messages: z.array(messageSchema).min(1, 'There is nothing to send.'),
  instructions: z.string().default(''),
  tools: z.array(z.object({ name: toolName, description: z.string(), parameters: json.optional() })).default([]),
  toolMode: z.enum(['auto', 'required']).default('auto'),
  maxOutputTokens,
  temperature,
  effort: effortSchema.optional(),
  verbosity,
});

export interface ReadRequest {
  reason: string;
  /** As `listModels` names it; absent: the one the user has chosen. */
  modelId?: string;
  ask: Omit<ModelRequest, 'model'>;
}

type ReasoningBefore = (callId: string) => readonly ReasoningItem[];

/**
 * Takes what another extension asks for; `reasoningBefore` knows what led to a call. Throws a `ParleyError` that says what
 * does not fit.
 */
export function readRequest(value: unknown, reasoningBefore: ReasoningBefore): ReadRequest {
  const { success, data, error } = requestSchema.safeParse(value);
  if (!success) throw new ApiError('invalidRequest', `The request does not fit. ${whyNot(error)}`);
  const { reason, model, messages, instructions, tools, toolMode, effort } = data;
  const parameters = {
    max_output_tokens: data.maxOutputTokens,
    temperature: data.temperature,
    verbosity: data.verbosity,
  };
  return {
    reason,
    ...(model !== undefined && { modelId: model }),
    ask: {
      instructions,
      transcript: itemsOf(messages, reasoningBefore),
      tools: tools.map(({ name, description, parameters }) => ({
        name,
        description,
        parameters: { type: 'object', properties: {}, ...parameters },
        strict: false,
      })),
      ...(toolMode === 'required' && { mustCall: true }),
      ...(effort && { effort }),
      parameters: withoutAbsent(parameters) as SentParameters,
    },
  };
}

function itemsOf(messages: readonly z.output<typeof messageSchema>[], reasoningBefore: ReasoningBefore): Item[] {
  const items: Item[] = [];
  const calls = new Map<string, ToolCallItem>();
  for (const [index, message] of messages.entries()) {
    const base = { id: `message-${index}`, at: 0 };
    if (message.role === 'user') {
      items.push({ ...base, type: 'user', text: message.text, attachments: message.images });
    } else if (message.role === 'assistant') {
      const { text, toolCalls } = message;
      // What was said before the first call came of the same thoughts.
      if (toolCalls[0]) items.push(...reasoningBefore(toolCalls[0].callId));
      if (text !== '') items.push({ ...base, type: 'assistant', text, status: 'complete' });
      for (const [at, { callId, name, input }] of toolCalls.entries()) {
        if (at > 0) items.push(...reasoningBefore(callId));
        const written = { arguments: JSON.stringify(input), step: index, status: 'succeeded' as const };
        const call: ToolCallItem = { ...base, type: 'toolCall', callId, name, ...written };
        calls.set(callId, call);
        items.push(call);
      }
    } else {
      const call = calls.get(message.callId);
      if (!call) throw new ApiError('invalidRequest', `No message before it calls a tool as ${message.callId}.`);
      call.output = message.text;
    }
  }
  return items;
}
