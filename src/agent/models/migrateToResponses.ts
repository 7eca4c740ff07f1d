import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionCreateParams,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions/completions';
import type {
  ResponseCreateParams,
  ResponseFormatTextConfig,
  ResponseInputContent,
  ResponseInputItem,
  Tool,
} from 'openai/resources/responses/responses';
import type { FunctionDefinition } from 'openai/resources/shared';
import { leftBehind, pick, SHARED_PARAMETERS, type Migrated } from './migrate.ts';

const API = 'the Responses API';
const NO_EQUIVALENT = [
  'n',
  'stop',
  'seed',
  'logit_bias',
  'presence_penalty',
  'frequency_penalty',
  'prediction',
  'audio',
  'modalities',
  'moderation',
  'prompt_cache_options',
] as const;

/** What requests from before tools have; the official types call it deprecated. */
interface LegacyParameters {
  max_tokens?: number | null;
  functions?: readonly FunctionDefinition[];
  function_call?: 'none' | 'auto' | { name: string };
}
interface LegacyMessage {
  function_call?: { name: string; arguments: string } | null;
}

/**
 * A Chat Completions request as one for Responses, by OpenAI's migration guide: messages become input, the first system
 * messages instructions, `response_format` becomes `text.format`. What Chat Completions would not have stored is not
 * stored.
 */
export function toResponsesBody(chat: ChatCompletionCreateParams): Migrated<ResponseCreateParams> {
  const dropped = new Set(leftBehind(chat, API, NO_EQUIVALENT, isDefault));
  const legacy: LegacyParameters = chat;
  const maxTokens = chat.max_completion_tokens ?? legacy.max_tokens;
  const tools = toolsOf(chat, dropped);
  const choice = toolChoice(chat, dropped);
  const format = formatOf(chat);
  const body = {
    ...pick(chat, SHARED_PARAMETERS),
    store: chat.store ?? false,
    ...messagesOf(chat.messages, dropped),
    ...(maxTokens && { max_output_tokens: maxTokens }),
    ...(chat.reasoning_effort && { reasoning: { effort: chat.reasoning_effort } }),
    ...((format ?? chat.verbosity) && {
      text: { ...(format && { format }), ...(chat.verbosity && { verbosity: chat.verbosity }) },
    }),
    ...(tools.length > 0 && { tools }),
    ...(choice && { tool_choice: choice }),
    ...(chat.logprobs && { include: ['message.output_text.logprobs'] }),
    ...(chat.service_tier && { service_tier: chat.service_tier }),
  };
  return { body: body as ResponseCreateParams, dropped: [...dropped] };
}

function isDefault(key: string, value: unknown): boolean {
  if (key === 'n') return value === 1;
  if (key === 'modalities') return Array.isArray(value) && value.every((one) => one === 'text');
  return value === 0 && key.endsWith('_penalty');
}

function formatOf({ response_format: format }: ChatCompletionCreateParams): ResponseFormatTextConfig | undefined {
  if (format?.type !== 'json_schema') return format;
  const { schema = {}, ...others } = format.json_schema;
  return { type: 'json_schema', schema, ...others };
}

function toolsOf(chat: ChatCompletionCreateParams, dropped: Set<string>): Tool[] {
  const legacy: LegacyParameters = chat;
  const functions = (legacy.functions ?? []).map(
    (of) => ({ type: 'function', function: { ...of, strict: false } }) as const,
  );
  const tools = [...(chat.tools ?? []), ...functions].flatMap((tool): Tool[] => {
    if (tool.type !== 'function') {
      dropped.add(`tools: the custom tool "${tool.custom.name}" is left out`);
      return [];
    }
    const { name, description, parameters = { type: 'object', properties: {} } } = tool.function;
    // Here functions are strict unless they say otherwise.
    const strict = tool.function.strict ?? false;
    return [{ type: 'function', name, parameters, strict, ...(description !== undefined && { description }) }];
  });
  const search = chat.web_search_options;
  if (!search) return tools;
  const { search_context_size: size, user_location: location } = search;
  return [
    ...tools,
    {
      type: 'web_search',
      ...(size && { search_context_size: size }),
      ...(location && { user_location: { type: 'approximate', ...location.approximate } }),
    },
  ];
}

function toolChoice(chat: ChatCompletionCreateParams, dropped: Set<string>): ResponseCreateParams['tool_choice'] {
  const { function_call: call }: LegacyParameters = chat;
  const { tool_choice: choice } = chat;
  if (choice === undefined) return typeof call === 'object' ? { type: 'function', name: call.name } : call;
  if (typeof choice === 'string') return choice;
  if (choice.type === 'function') return { type: 'function', name: choice.function.name };
  dropped.add(`tool_choice: the choice of "${choice.type}" is left out`);
  return undefined;
}

type Conversation = Pick<ResponseCreateParams, 'instructions' | 'input'>;

function messagesOf(messages: readonly ChatCompletionMessageParam[], dropped: Set<string>): Conversation {
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const leading = messages.slice(0, first < 0 ? messages.length : first);
  const instructions = leading.map((message) => textOf(message.content)).join('\n\n');
  let legacyCalls = 0;
  const input = messages.slice(leading.length).flatMap((message): ResponseInputItem[] => {
    switch (message.role) {
      case 'system':
      case 'developer':
        return [{ role: message.role, content: textOf(message.content) }];
      case 'user':
        return [{ role: 'user', content: userContent(message.content, dropped) }];
      case 'assistant':
        if (legacyCall(message)) legacyCalls++;
        return assistantItems(message, `call_${legacyCalls}`, dropped);
      case 'tool':
        return [{ type: 'function_call_output', call_id: message.tool_call_id, output: textOf(message.content) }];
      case 'function':
        return [{ type: 'function_call_output', call_id: `call_${legacyCalls}`, output: message.content ?? '' }];
    }
  });
  return { ...(instructions !== '' && { instructions }), input };
}

const legacyCall = (message: LegacyMessage) => message.function_call;

function textOf(content: ChatCompletionMessageParam['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function userContent(
  content: string | readonly ChatCompletionContentPart[],
  dropped: Set<string>,
): string | ResponseInputContent[] {
  if (typeof content === 'string') return content;
  return content.flatMap((part): ResponseInputContent[] => {
    switch (part.type) {
      case 'text':
        return [{ type: 'input_text', text: part.text }];
      case 'image_url': {
        const { url, detail = 'auto' } = part.image_url;
        return [{ type: 'input_image', image_url: url, detail }];
      }
      case 'file':
        return [{ type: 'input_file', ...part.file }];
      case 'input_audio':
        dropped.add(`messages: ${API} takes no audio`);
        return [];
    }
  });
}

function assistantItems(
  message: ChatCompletionAssistantMessageParam,
  legacyCallId: string,
  dropped: Set<string>,
): ResponseInputItem[] {
  const parts = typeof message.content === 'string' ? [] : (message.content ?? []);
  const refusals = parts.map((part) => (part.type === 'refusal' ? part.refusal : '')).join('');
  const text = textOf(message.content) + refusals + (message.refusal ?? '');
  const calls = (message.tool_calls ?? []).flatMap((call): ResponseInputItem[] => {
    if (call.type === 'function') return [{ type: 'function_call', call_id: call.id, ...call.function }];
    dropped.add(`messages: the call of the custom tool "${call.custom.name}" is left out`);
    return [];
  });
  const legacy = legacyCall(message);
  return [
    ...(text === '' ? [] : [{ role: 'assistant', content: text } as const]),
    ...calls,
    ...(legacy ? [{ type: 'function_call', call_id: legacyCallId, ...legacy } as const] : []),
  ];
}
