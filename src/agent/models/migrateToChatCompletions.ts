import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionCreateParams,
  ChatCompletionFunctionTool,
  ChatCompletionMessageParam,
  ChatCompletionToolChoiceOption,
} from 'openai/resources/chat/completions/completions';
import type {
  ResponseCreateParams,
  ResponseInputItem,
  ResponseInputMessageContentList,
  ResponseOutputMessage,
} from 'openai/resources/responses/responses';
import { leftBehind, pick, SHARED_PARAMETERS, type Migrated } from './migrate.ts';

const API = 'Chat Completions';
const NO_EQUIVALENT = [
  'previous_response_id',
  'conversation',
  'background',
  'context_management',
  'image',
  'max_tool_calls',
  'moderation',
  'prompt',
  'prompt_cache_options',
  'truncation',
] as const;
const LOGPROBS = 'message.output_text.logprobs';

/**
 * A Responses request as one for Chat Completions: input becomes messages, instructions the first of them. Reasoning and
 * the items of built-in tools stay behind, and so does what only the server remembers.
 */
export function toChatCompletionsBody(from: ResponseCreateParams): Migrated<ChatCompletionCreateParams> {
  const dropped = new Set(leftBehind(from, API, NO_EQUIVALENT, isDefault));
  const messages = messagesOf(from, dropped);
  const tools = toolsOf(from, dropped);
  const choice = tools.length > 0 ? toolChoice(from, dropped) : undefined;
  const format = formatOf(from);
  const { effort, summary } = from.reasoning ?? {};
  if (summary) dropped.add(`reasoning.summary: ${API} has nothing like it`);
  for (const part of from.include ?? []) {
    if (part !== LOGPROBS && part !== 'reasoning.encrypted_content') dropped.add(`include: ${API} has no ${part}`);
  }
  const body = {
    ...pick(from, SHARED_PARAMETERS),
    messages,
    ...(from.stream && { stream_options: { include_usage: true } }),
    ...(from.max_output_tokens && { max_completion_tokens: from.max_output_tokens }),
    ...(effort && { reasoning_effort: effort }),
    ...(from.text?.verbosity && { verbosity: from.text.verbosity }),
    ...(format && { response_format: format }),
    ...(tools.length > 0 && { tools }),
    ...(choice && { tool_choice: choice }),
    ...(from.include?.includes(LOGPROBS) && { logprobs: true }),
    ...(from.service_tier && { service_tier: from.service_tier }),
  };
  return { body: body as ChatCompletionCreateParams, dropped: [...dropped] };
}

const isDefault = (key: string, value: unknown) => value === false || (key === 'truncation' && value === 'disabled');

function formatOf({ text }: ResponseCreateParams): ChatCompletionCreateParams['response_format'] {
  const format = text?.format;
  if (format?.type !== 'json_schema') return format;
  const { type, ...json_schema } = format;
  return { type, json_schema };
}

function toolsOf({ tools }: ResponseCreateParams, dropped: Set<string>): ChatCompletionFunctionTool[] {
  return (tools ?? []).flatMap((tool): ChatCompletionFunctionTool[] => {
    if (tool.type !== 'function') {
      dropped.add(`tools: ${API} has no ${tool.type}`);
      return [];
    }
    const { name, description, parameters, strict } = tool;
    const described = { ...(description && { description }), ...(parameters && { parameters }) };
    return [{ type: 'function', function: { name, ...described, ...(strict !== null && { strict }) } }];
  });
}

function toolChoice(
  { tool_choice: choice }: ResponseCreateParams,
  dropped: Set<string>,
): ChatCompletionToolChoiceOption | undefined {
  if (choice === undefined || typeof choice === 'string') return choice;
  if (choice.type === 'function') return { type: 'function', function: { name: choice.name } };
  dropped.add(`tool_choice: ${API} has no ${choice.type}`);
  return undefined;
}

function messagesOf({ instructions, input }: ResponseCreateParams, dropped: Set<string>): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = instructions ? [{ role: 'system', content: instructions }] : [];
  if (typeof input === 'string') return [...messages, { role: 'user', content: input }];
  // Text and the calls that follow it are one message here.
  let open: ChatCompletionAssistantMessageParam | undefined;
  const assistant = () => {
    if (!open) messages.push((open = { role: 'assistant', content: null }));
    return open;
  };
  for (const item of input ?? []) {
    if (item.type === 'function_call') {
      const { call_id: id, name, arguments: text } = item;
      const message = assistant();
      message.tool_calls = [
        ...(message.tool_calls ?? []),
        { id, type: 'function', function: { name, arguments: text } },
      ];
    } else if (isMessage(item)) {
      open = undefined;
      if (item.role === 'assistant') assistant().content = textOf(item.content);
      else messages.push(...messageOf(item.role, item.content, dropped));
    } else if (item.type === 'function_call_output') {
      open = undefined;
      const content = typeof item.output === 'string' ? item.output : textOf(item.output);
      messages.push({ role: 'tool', tool_call_id: item.call_id ?? '', content });
    } else {
      dropped.add(`input: ${API} has no ${item.type ?? 'item_reference'}`);
    }
  }
  return messages;
}

type Message = Extract<ResponseInputItem, { role: unknown }>;
type Content = string | ResponseInputMessageContentList | ResponseOutputMessage['content'];

const isMessage = (item: ResponseInputItem): item is Message & { content: Content } =>
  'role' in item && 'content' in item;

function textOf(content: Content | readonly { type: string; text?: string }[]): string {
  if (typeof content === 'string') return content;
  return content.map((part) => ('text' in part ? (part.text ?? '') : 'refusal' in part ? part.refusal : '')).join('');
}

function messageOf(role: Message['role'], content: Content, dropped: Set<string>): ChatCompletionMessageParam[] {
  if (role === 'system' || role === 'developer') return [{ role, content: textOf(content) }];
  if (typeof content === 'string') return [{ role: 'user', content }];
  const parts = content.flatMap((part): ChatCompletionContentPart[] => {
    switch (part.type) {
      case 'input_text':
      case 'output_text':
        return [{ type: 'text', text: part.text }];
      case 'input_image': {
        if (!part.image_url) break;
        const detail = part.detail === 'original' ? 'high' : part.detail;
        return [{ type: 'image_url', image_url: { url: part.image_url, detail } }];
      }
      case 'input_file': {
        const { file_data, file_id, filename } = part;
        if (!file_data && !file_id) break;
        const file = { ...(file_data && { file_data }), ...(file_id && { file_id }), ...(filename && { filename }) };
        return [{ type: 'file', file }];
      }
      case 'refusal':
        return [{ type: 'text', text: part.refusal }];
    }
    dropped.add(`input: ${API} takes this ${part.type} in another form only`);
    return [];
  });
  return parts.length > 0 ? [{ role: 'user', content: parts }] : [];
}
