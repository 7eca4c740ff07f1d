import type {
  FunctionTool,
  ParsedResponse,
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  Tool,
} from 'openai/resources/responses/responses';
import { cutShort, parseStructured } from './parseStructured.ts';
import { responseFormatOf } from './responseFormat.ts';

/** The response with what its texts and calls hold, validated. Throws as `responses.parse` rejects. */
export function parsedResponse<T>(response: Response, body: ResponseCreateParamsNonStreaming): ParsedResponse<T> {
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
  const format = responseFormatOf(body);
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
