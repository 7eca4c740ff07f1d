import type { ResultPart, ToolCallPart } from '../../../protocol/cellResult.ts';
import { citationsOf } from './citationsOf.ts';
import { imagePart } from './imagePart.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { pictures, withPictures } from './picture.ts';
import { sentence, textParts } from './textPart.ts';
import { asText, outputText, searchSources, toolNames } from './toolOutput.ts';

/** What a response says, in the order of its output, and in a sentence why it is incomplete or what it waits for. */
export function describeResponse(response: Json): ResultPart[] {
  const items = objectsOf(response.output);
  const parts = items.flatMap(describeItem);
  const end = endOf(response) ?? (response.status === 'completed' ? nextOf(items) : undefined);
  return end === undefined ? parts : [...parts, sentence(end)];
}

/** One item of an output, of a conversation or of an input. */
export function describeItem(item: Json): ResultPart[] {
  const type = textOf(item.type) ?? '';
  if (type === 'message') return describeContent(item.content);
  if (type === 'reasoning') {
    const texts = [...objectsOf(item.summary), ...objectsOf(item.content)].flatMap(({ text }) => textOf(text) ?? []);
    return texts.length === 0 ? [] : textParts({ role: 'reasoning', text: texts.join('\n\n') });
  }
  if (type === 'image_generation_call') {
    const caption = textOf(item.revised_prompt);
    const image = imagePart(item.result, { caption }) ?? imagePart(item.partial_image, { caption, partial: true });
    if (image) return [image];
  }
  return /_call$|_call_output$|_request$|^mcp_list_tools$/.test(type) ? describeCall(item, type) : [];
}

function describeContent(content: unknown): ResultPart[] {
  if (typeof content === 'string') return textParts({ role: 'answer', text: content });
  return objectsOf(content).flatMap((part) => {
    const [text, refusal] = [textOf(part.text), textOf(part.refusal)];
    if (refusal !== undefined) return textParts({ role: 'refusal', text: refusal });
    if (text === undefined) return pictures([part]);
    const citations = citationsOf(part.annotations);
    return textParts({ role: 'answer', text, ...(citations.length > 0 && { citations }) });
  });
}

const INPUTS = ['arguments', 'input', 'code', 'action', 'actions', 'queries', 'operation'] as const;
const OUTPUTS = ['output', 'outputs', 'results', 'error'] as const;

function describeCall(item: Json, wireType: string): ResultPart[] {
  const type = wireType.replace(/_(call|call_output|request)$/, '');
  const status = textOf(item.status);
  const output = OUTPUTS.map((name) => item[name]).find((value) => value !== undefined && value !== null);
  const said =
    type === 'mcp_list_tools' && output === undefined ? toolNames(item.tools) : (sources(item) ?? outputText(output));
  const call: ToolCallPart = {
    kind: 'toolCall',
    name: textOf(item.name) ?? textOf(item.server_label) ?? type,
    type,
    arguments: asText(inputOf(item)),
    ...(said !== '' && { output: said }),
    ...(status !== undefined && { status }),
  };
  return withPictures(call, output);
}

/** What the tool was given; the pages that a search found are its output. */
function inputOf(item: Json): unknown {
  const given = INPUTS.map((name) => item[name]).find((value) => value !== undefined && value !== null);
  if (sources(item) === undefined) return given;
  const action = { ...objectOf(item.action) };
  delete action.sources;
  return action;
}

const sources = ({ action }: Json): string | undefined => searchSources(action);

function endOf({ status, incomplete_details, error }: Json): string | undefined {
  if (status === 'failed')
    return `The response failed: ${textOf(objectOf(error).message) ?? 'the server does not say why.'}`;
  if (status === 'cancelled') return 'The response was cancelled.';
  if (status !== 'incomplete') return undefined;
  const { reason } = objectOf(incomplete_details);
  if (reason === 'max_output_tokens') {
    return 'The response is incomplete: the limit of tokens was reached. Ask with a larger max_output_tokens, or let it go on with previous_response_id.';
  }
  if (reason === 'content_filter') {
    return 'The response is incomplete: the content filter kept the rest back. Say it in other words, or ask for less of it.';
  }
  const why = typeof reason === 'string' ? `: ${reason}` : '';
  return `The response is incomplete${why}. Ask again, or let it go on with previous_response_id.`;
}

/** What a response waits for; undefined where it waits for nothing. */
function nextOf(items: readonly Json[]): string | undefined {
  const has = (test: (type: string) => boolean) => items.some(({ type }) => test(textOf(type) ?? ''));
  if (has((type) => type === 'mcp_approval_request')) {
    return 'The model asks for approval: answer with previous_response_id and an mcp_approval_response in the input.';
  }
  const answered = new Set(
    items.filter(({ type }) => String(type).endsWith('_call_output')).map(({ call_id }) => call_id),
  );
  const isOurs = ({ type, call_id }: Json) => OUR_CALLS.includes(textOf(type) ?? '') && !answered.has(call_id);
  if (!items.some(isOurs)) return undefined;
  return 'The model waits for the outputs of these calls: send them with previous_response_id, an item such as function_call_output for each call_id.';
}

/** Calls that whoever asked carries out. Those of a hosted shell come with their output. */
const OUR_CALLS = ['function_call', 'custom_tool_call', 'local_shell_call', 'computer_call', 'apply_patch_call'];
