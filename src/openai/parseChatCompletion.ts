import type { ExtractParsedContentFromParams } from 'openai/lib/parser';
import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
  ChatCompletionParseParams,
  ParsedChatCompletion,
} from 'openai/resources/chat/completions';
import { OpenAIError } from './errors.ts';
import type { PendingRequest } from './pendingRequest.ts';
import { assertStrict, cutShort, parseStructured, refusedRequest } from './structuredOutput.ts';
import type { RequestOptions } from './transport.ts';

type Create = (
  body: ChatCompletionCreateParamsNonStreaming,
  options?: RequestOptions,
) => PendingRequest<ChatCompletion>;

export type ParseChatCompletion = <
  Params extends ChatCompletionParseParams,
  ParsedT = ExtractParsedContentFromParams<Params>,
>(
  body: Params,
  options?: RequestOptions,
) => PendingRequest<ParsedChatCompletion<ParsedT>>;

/**
 * `chat.completions.parse`: a strict schema is checked before it is sent, the answer against the schema. A refusal stays a
 * refusal, with `parsed: null`. Rejects with an `OpenAIError`: `invalidRequest` with the rules of strict mode the schema
 * breaks, `protocol` with the faults of the answer or where it was cut off, `contentFilter`.
 */
export function chatCompletionParser(create: Create): ParseChatCompletion {
  return <Params extends ChatCompletionParseParams, ParsedT = ExtractParsedContentFromParams<Params>>(
    body: Params,
    options?: RequestOptions,
  ) => {
    try {
      assertParseable(body);
    } catch (error) {
      return refusedRequest(error);
    }
    return create(body, options).map((completion) => parsed<ParsedT>(completion, body));
  };
}

function assertParseable({ response_format: format, tools }: ChatCompletionParseParams): void {
  if (format?.type === 'json_schema') assertStrict(format.json_schema);
  for (const tool of tools ?? []) {
    if (tool.type !== 'function') continue;
    const { name, strict, parameters } = tool.function;
    if (strict !== true) {
      const message = `The tool "${name}" must be strict for its arguments to be parsed.`;
      throw new OpenAIError({ kind: 'invalidRequest', message, code: 'tool_not_strict' });
    }
    assertStrict({ name, strict, schema: parameters });
  }
}

function parsed<T>(completion: ChatCompletion, body: ChatCompletionParseParams): ParsedChatCompletion<T> {
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
