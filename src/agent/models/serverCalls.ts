import type { ResponseInputItem } from 'openai/resources/responses/responses';
import type { CodeOutput, FileHit, ServerCall, ServerCallStatus, ServerTool } from '../serverCall.ts';
import type { ServerCallItem } from '../transcript.ts';
import type { ModelEvent } from './modelStream.ts';
import { listOf, nodeOf, numberOf, textOf, textsOf } from './wireValue.ts';

type Node = ReturnType<typeof nodeOf>;
type ServerCallEvent = Extract<ModelEvent, { type: 'serverCall' }>;

/** An output item as a call of one of the server's own tools; undefined where it is something else. */
export function serverCallOf(item: object, finished: boolean): ServerCallEvent | undefined {
  const node = item as Node;
  const type = textOf(node.type) ?? '';
  const call = readCall(type, node);
  const id = textOf(node.id) ?? textOf(node.call_id);
  if (!call || id === undefined) return undefined;
  const input = textOf(node.code) ?? textOf(node.arguments);
  return { type: 'serverCall', id, status: statusOf(node, call, finished), call, ...(input && { input }) };
}

function statusOf({ status }: Node, call: ServerCall, finished: boolean): ServerCallStatus {
  const hasFailed = call.kind === 'unsupported' || 'error' in call;
  if (hasFailed || ['failed', 'incomplete'].includes(textOf(status) ?? '')) return 'failed';
  return finished ? 'succeeded' : 'running';
}

function readCall(type: string, node: Node): ServerCall | undefined {
  switch (type) {
    case 'web_search_call':
      return webSearch(nodeOf(node.action));
    case 'file_search_call':
      return { kind: 'fileSearch', queries: textsOf(node.queries), hits: listOf(node.results).map(hitOf) };
    case 'code_interpreter_call':
      return {
        kind: 'codeInterpreter',
        containerId: textOf(node.container_id) ?? '',
        outputs: listOf(node.outputs).flatMap(codeOutput),
      };
    case 'image_generation_call':
      return imageGeneration(node);
    case 'mcp_list_tools':
      return {
        kind: 'mcpTools',
        server: textOf(node.server_label) ?? '',
        tools: listOf(node.tools).map(serverTool),
        ...errorOf(node.error),
      };
    case 'mcp_call': {
      const [output, approvalRequestId] = [textOf(node.output), textOf(node.approval_request_id)];
      return {
        kind: 'mcpCall',
        server: textOf(node.server_label) ?? '',
        name: textOf(node.name) ?? '',
        ...(output !== undefined && { output }),
        ...errorOf(node.error),
        ...(approvalRequestId && { approvalRequestId }),
      };
    }
    default:
      return type.endsWith('_call') ? { kind: 'unsupported', type } : undefined;
  }
}

function webSearch(action: Node): ServerCall {
  const url = textOf(action.url) ?? '';
  switch (action.type) {
    case 'open_page':
      return { kind: 'openPage', url };
    case 'find_in_page':
    case 'find':
      return { kind: 'findInPage', url, pattern: textOf(action.pattern) ?? '' };
    default: {
      const queries = textsOf(action.queries);
      const sources = listOf(action.sources).flatMap((source) => textOf(nodeOf(source).url) ?? []);
      return { kind: 'webSearch', queries: queries.length > 0 ? queries : textsOf([action.query]), sources };
    }
  }
}

function hitOf(value: unknown): FileHit {
  const { filename, file_id, score, text } = nodeOf(value);
  const [fileId, rank, words] = [textOf(file_id), numberOf(score), textOf(text)];
  return {
    name: textOf(filename) ?? fileId ?? '',
    ...(fileId && { fileId }),
    ...(rank !== undefined && { score: rank }),
    ...(words !== undefined && { text: words }),
  };
}

function codeOutput(value: unknown): readonly CodeOutput[] {
  const { type, logs, url } = nodeOf(value);
  if (type === 'logs') return [{ type: 'logs', text: textOf(logs) ?? '' }];
  return type === 'image' ? [{ type: 'image', url: textOf(url) ?? '' }] : [];
}

function imageGeneration(node: Node): ServerCall {
  const [prompt, data] = [textOf(node.revised_prompt), textOf(node.result)];
  const tooLarge = data !== undefined && data.length > mostImageCharacters;
  return {
    kind: 'imageGeneration',
    ...(prompt && { prompt }),
    ...(data && !tooLarge && { image: { mediaType: imageType(node.output_format), data } }),
    ...(tooLarge ? { error: 'The image is larger than 50 MB: it is not kept.' } : errorOf(node.error)),
  };
}

/** Of base64: four of them are three bytes. */
const mostImageCharacters = (50e6 / 3) * 4;

/** `png` as a media type; PNG is also what a server means that does not say. */
export function imageType(format: unknown): string {
  return `image/${imageFormats.get(textOf(format) ?? '') ?? 'png'}`;
}

const imageFormats: ReadonlyMap<string, string> = new Map([
  ['jpeg', 'jpeg'],
  ['jpg', 'jpeg'],
  ['webp', 'webp'],
  ['gif', 'gif'],
  ['svg', 'svg+xml'],
]);

function serverTool(value: unknown): ServerTool {
  const { name, description, input_schema } = nodeOf(value);
  const says = textOf(description);
  return { name: textOf(name) ?? '', ...(says && { description: says }), inputSchema: input_schema ?? {} };
}

function errorOf(error: unknown): { error?: string } {
  if (error === undefined || error === null) return {};
  return { error: textOf(error) ?? textOf(nodeOf(error).message) ?? JSON.stringify(error) };
}

/**
 * The call as the Responses API takes it back; undefined where it did not come to its end, or where the API takes nothing
 * of the kind. Shapes: `ItemParam` and its parts in OpenAI's specification.
 */
export function serverCallInput(item: ServerCallItem): ResponseInputItem | undefined {
  const { providerId: id, call, input, status } = item;
  if (status !== 'succeeded' && status !== 'failed') return undefined;
  const ended = status === 'succeeded' ? ('completed' as const) : ('failed' as const);
  switch (call.kind) {
    case 'webSearch': {
      const sources = call.sources.map((url) => ({ type: 'url' as const, url }));
      const [query = ''] = call.queries;
      const action = {
        type: 'search' as const,
        query,
        queries: [...call.queries],
        ...(sources.length > 0 && { sources }),
      };
      return { type: 'web_search_call', id, status: ended, action };
    }
    case 'openPage':
      return { type: 'web_search_call', id, status: ended, action: { type: 'open_page', url: call.url } };
    case 'findInPage': {
      const { url, pattern } = call;
      return { type: 'web_search_call', id, status: ended, action: { type: 'find_in_page', url, pattern } };
    }
    case 'fileSearch': {
      const results = call.hits.map(({ name, fileId, score, text }) => ({
        filename: name,
        ...(fileId && { file_id: fileId }),
        ...(score !== undefined && { score }),
        ...(text !== undefined && { text }),
      }));
      const more = results.length > 0 && { results };
      return { type: 'file_search_call', id, status: ended, queries: [...call.queries], ...more };
    }
    case 'codeInterpreter':
      return {
        type: 'code_interpreter_call',
        id,
        status: ended,
        container_id: call.containerId,
        code: input,
        outputs: call.outputs.map((output) => (output.type === 'logs' ? { type: 'logs', logs: output.text } : output)),
      };
    case 'imageGeneration':
      return call.image && { type: 'image_generation_call', id, status: ended, result: call.image.data };
    case 'mcpTools':
      return {
        type: 'mcp_list_tools',
        id,
        server_label: call.server,
        tools: call.tools.map(({ name, description, inputSchema }) => ({
          name,
          input_schema: inputSchema,
          ...(description && { description }),
        })),
        ...(call.error !== undefined && { error: call.error }),
      };
    case 'mcpCall':
      return {
        type: 'mcp_call',
        id,
        server_label: call.server,
        name: call.name,
        arguments: input,
        output: call.output ?? call.error ?? '',
        ...(call.approvalRequestId && { approval_request_id: call.approvalRequestId }),
      };
    case 'unsupported':
      return undefined;
  }
}

const longestTold = 4_000;

/** What came of the call in words, for a model or an API that does not get it back as such; empty where nothing did. */
export function serverCallText({ call, input }: ServerCallItem): string {
  const told = (text: string) => (text.length > longestTold ? `${text.slice(0, longestTold)}…` : text);
  switch (call.kind) {
    case 'webSearch':
      return call.queries.length > 0 ? `[Searched the web for ${call.queries.map(quoted).join(', ')}.]` : '';
    case 'openPage':
      return `[Read the page ${call.url}]`;
    case 'findInPage':
      return `[Looked for ${quoted(call.pattern)} in ${call.url}]`;
    case 'fileSearch': {
      const hits = call.hits.flatMap(({ name, text }) => (text ? [`${name}: ${text}`] : []));
      return told(`[Searched files for ${call.queries.map(quoted).join(', ')}.]\n${hits.join('\n')}`.trim());
    }
    case 'codeInterpreter': {
      const logs = call.outputs.flatMap((output) => (output.type === 'logs' ? [output.text] : []));
      return told(`[Ran this code:]\n${input}\n[It printed:]\n${logs.join('\n')}`);
    }
    case 'imageGeneration':
      return call.image ? `[Made an image${call.prompt ? `: ${call.prompt}` : ''}]` : '';
    case 'mcpCall':
      return told(`[${call.name} of ${call.server} answered:]\n${call.output ?? call.error ?? ''}`);
    case 'mcpTools':
    case 'unsupported':
      return '';
  }
}

const quoted = (text: string) => `"${text}"`;
