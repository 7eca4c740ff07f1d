import type { ExtractParsedContentFromParams } from 'openai/lib/parser';
import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionParseParams,
  ParsedChatCompletion,
} from 'openai/resources/chat/completions';
import { OpenAIError } from './errors.ts';
import type { PendingRequest } from './pendingRequest.ts';
import { assertStrict, refusedRequest } from './structuredOutput.ts';
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
    return create(body, options).map(async (completion) => {
      const { parsedChatCompletion } = await import('./parsedChatCompletion.ts');
      return parsedChatCompletion<ParsedT>(completion, body);
    });
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
