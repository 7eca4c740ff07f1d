import type {
  ChatCompletion,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
  ChatCompletionParseParams,
  ParsedChatCompletion,
} from 'openai/resources/chat/completions';
import { cutShort, parseStructured } from './parseStructured.ts';

/** The completion with what its answers and calls hold, validated. Throws as `chat.completions.parse` rejects. */
export function parsedChatCompletion<T>(
  completion: ChatCompletion,
  body: ChatCompletionParseParams,
): ParsedChatCompletion<T> {
  const choices = completion.choices.map((choice) => {
    const { finish_reason: reason, message } = choice;
    if (reason === 'length' || reason === 'content_filter') throw cutShort(reason);
    const calls = message.tool_calls;
    return {
      ...choice,
      message: {
        ...message,
        ...(calls && { tool_calls: calls.map((call) => withArguments(call, body)) }),
        parsed: contentOf(message, body) as T | null,
      },
    };
  });
  return { ...completion, choices };
}

function contentOf(message: ChatCompletionMessage, { response_format: format }: ChatCompletionParseParams): unknown {
  const { content, refusal, tool_calls: calls } = message;
  if (format?.type !== 'json_schema' || typeof content !== 'string' || refusal) return null;
  if (content === '' && calls?.length) return null;
  return parseStructured(content, format.json_schema, format);
}

function withArguments(call: ChatCompletionMessageToolCall, { tools }: ChatCompletionParseParams) {
  if (call.type !== 'function') return call;
  const { name, arguments: text } = call.function;
  const tool = tools?.find((one) => one.type === 'function' && one.function.name === name);
  const parsed_arguments =
    tool?.type === 'function' && tool.function.strict
      ? parseStructured(text, { name, schema: tool.function.parameters }, tool)
      : null;
  return { ...call, function: { ...call.function, parsed_arguments } };
}
