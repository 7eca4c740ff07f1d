import type { ExtractParsedContentFromParams, ResponseCreateParamsWithTools } from 'openai/lib/ResponsesParser';
import type {
  FunctionTool,
  ParsedResponse,
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseFormatTextConfig,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  Tool,
} from 'openai/resources/responses/responses';
import { OpenAIError } from './errors.ts';
import type { PendingRequest } from './pendingRequest.ts';
import { assertStrict, cutShort, parseStructured, refusedRequest } from './structuredOutput.ts';
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
    return create(body, options).map((response) => parsed<ParsedT>(response, body));
  };
}

function assertParseable(params: ResponseCreateParamsWithTools): void {
  if (params.stream) {
    throw new OpenAIError({ kind: 'invalidRequest', message: 'Only a whole answer is parsed: leave "stream" out.' });
  }
  const format = formatOf(params as ResponseCreateParamsNonStreaming);
  if (format?.type === 'json_schema') assertStrict(format);
  for (const tool of Array.isArray(params.tools) ? params.tools : []) {
    if (tool.type === 'function') assertStrict({ name: tool.name, strict: tool.strict, schema: tool.parameters });
  }
}

/** A conversation may change its format on the way: the last one counts. */
function formatOf({ text, input }: ResponseCreateParamsNonStreaming): ResponseFormatTextConfig | undefined {
  const items = Array.isArray(input) ? input : [];
  const update = items.findLast((item) => item.type === 'configuration_update' && item.text?.format);
  return (update?.type === 'configuration_update' ? update.text?.format : undefined) ?? text?.format;
}

function parsed<T>(response: Response, body: ResponseCreateParamsNonStreaming): ParsedResponse<T> {
  if (response.status === 'incomplete') {
    const filtered = response.incomplete_details?.reason === 'content_filter';
    throw cutShort(filtered ? 'content_filter' : 'length');
  }
  const isComplete = !response.status || response.status === 'completed';
  let first: unknown = null;
  const output = response.output.map((item) => {
    if (item.type === 'function_call') {
      return { ...item, parsed_arguments: isComplete ? argumentsOf(item, body.tools) : null };
    }
    if (item.type !== 'message') return item;
    const isAnswer = isComplete && (!item.phase || item.phase === 'final_answer');
    return {
      ...item,
      content: item.content.map((part) => {
        if (part.type !== 'output_text') return part;
        const value = isAnswer ? textValue(part.text, body) : null;
        first ??= value;
        return { ...part, parsed: value };
      }),
    };
  }) satisfies ResponseOutputItem[];
  return { ...response, output, output_parsed: first as T | null } as ParsedResponse<T>;
}

function textValue(text: string, body: ResponseCreateParamsNonStreaming): unknown {
  const format = formatOf(body);
  return format?.type === 'json_schema' ? parseStructured(text, format, format) : null;
}

function argumentsOf(call: ResponseFunctionToolCall, tools: readonly Tool[] = []): unknown {
  const { name, namespace } = call;
  const tool = functionsIn(tools, namespace ?? undefined).find((one) => one.name === name);
  return tool?.strict ? parseStructured(call.arguments, { name, schema: tool.parameters }, tool) : null;
}

type StrictFunction = Pick<FunctionTool, 'name'> & { strict?: boolean | null; parameters?: unknown };

function functionsIn(tools: readonly Tool[], namespace: string | undefined): StrictFunction[] {
  const found = namespace === undefined ? tools : tools.flatMap((tool) => namespaced(tool, namespace));
  return found.filter((tool) => tool.type === 'function');
}

function namespaced(tool: Tool, namespace: string) {
  return tool.type === 'namespace' && tool.name === namespace ? tool.tools : [];
}
