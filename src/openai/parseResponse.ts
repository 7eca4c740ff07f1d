import type { ExtractParsedContentFromParams, ResponseCreateParamsWithTools } from 'openai/lib/ResponsesParser';
import type { ParsedResponse, Response, ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { OpenAIError } from './errors.ts';
import type { PendingRequest } from './pendingRequest.ts';
import { responseFormatOf } from './responseFormat.ts';
import { assertStrict, refusedRequest } from './structuredOutput.ts';
import type { RequestOptions } from './transport.ts';

type Create = (body: ResponseCreateParamsNonStreaming, options?: RequestOptions) => PendingRequest<Response>;

export type ParseResponse = <
  Params extends ResponseCreateParamsWithTools,
  ParsedT = ExtractParsedContentFromParams<Params>,
>(
  body: Params,
  options?: RequestOptions,
) => PendingRequest<ParsedResponse<ParsedT>>;

/**
 * `responses.parse`: a strict schema is checked before it is sent, the answer against the schema. A refusal stays a
 * refusal, with `output_parsed: null`, and so does what is not complete yet. Rejects with an `OpenAIError`:
 * `invalidRequest` with the rules of strict mode the schema breaks, `protocol` with the faults of the answer or where it
 * was cut off, `contentFilter`.
 */
export function responseParser(create: Create): ParseResponse {
  return <Params extends ResponseCreateParamsWithTools, ParsedT = ExtractParsedContentFromParams<Params>>(
    params: Params,
    options?: RequestOptions,
  ) => {
    const body = params as ResponseCreateParamsNonStreaming;
    try {
      assertParseable(params);
    } catch (error) {
      return refusedRequest(error);
    }
    return create(body, options).map(async (response) => {
      const { parsedResponse } = await import('./parsedResponse.ts');
      return parsedResponse<ParsedT>(response, body);
    });
  };
}

function assertParseable(params: ResponseCreateParamsWithTools): void {
  if (params.stream) {
    throw new OpenAIError({ kind: 'invalidRequest', message: 'Only a whole answer is parsed: leave "stream" out.' });
  }
  const format = responseFormatOf(params as ResponseCreateParamsNonStreaming);
  if (format?.type === 'json_schema') assertStrict(format);
  for (const tool of Array.isArray(params.tools) ? params.tools : []) {
    if (tool.type === 'function') assertStrict({ name: tool.name, strict: tool.strict, schema: tool.parameters });
  }
}
