import type { ResultPart, ToolCallPart } from '../../../protocol/cellResult.ts';
import { citationsOf } from './citationsOf.ts';
import { imagePart } from './imagePart.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { sentence, textParts } from './textPart.ts';

/** What a response says, in the order of its output, and in a sentence why it is incomplete. */
export function describeResponse(response: Json): ResultPart[] {
  const parts = objectsOf(response.output).flatMap(describeItem);
  const end = endOf(response);
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
  return /_call$|_call_output$|_request$|^mcp_list_tools$/.test(type) ? [describeCall(item, type)] : [];
}

function describeContent(content: unknown): ResultPart[] {
  if (typeof content === 'string') return textParts({ role: 'answer', text: content });
  return objectsOf(content).flatMap((part) => {
    const [text, refusal] = [textOf(part.text), textOf(part.refusal)];
    if (refusal !== undefined) return textParts({ role: 'refusal', text: refusal });
    if (text === undefined) return [];
    const citations = citationsOf(part.annotations);
    return textParts({ role: 'answer', text, ...(citations.length > 0 && { citations }) });
  });
}

const INPUTS = ['arguments', 'input', 'code', 'action', 'actions', 'queries', 'tools', 'operation'] as const;
const OUTPUTS = ['output', 'outputs', 'results', 'error'] as const;

function describeCall(item: Json, wireType: string): ToolCallPart {
  const type = wireType.replace(/_(call|call_output|request)$/, '');
  const given = INPUTS.map((name) => item[name]).find((value) => value !== undefined && value !== null);
  const output = OUTPUTS.map((name) => item[name]).find((value) => value !== undefined && value !== null);
  const status = textOf(item.status);
  return {
    kind: 'toolCall',
    name: textOf(item.name) ?? textOf(item.server_label) ?? type,
    type,
    arguments: asText(given),
    ...(output !== undefined && { output: outputText(output) }),
    ...(status !== undefined && { status }),
  };
}

/** Logs of code, texts of a search; else as JSON. */
function outputText(output: unknown): string {
  const said = objectsOf(output).flatMap((one) => textOf(one.logs) ?? textOf(one.text) ?? []);
  return said.length > 0 ? said.join('\n') : asText(output);
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

function endOf({ status, incomplete_details, error }: Json): string | undefined {
  if (status === 'failed')
    return `The response failed: ${textOf(objectOf(error).message) ?? 'the server does not say why.'}`;
  if (status === 'cancelled') return 'The response was cancelled.';
  if (status !== 'incomplete') return undefined;
  const { reason } = objectOf(incomplete_details);
  if (reason === 'max_output_tokens') {
    return 'The response is incomplete: the limit of tokens was reached. A larger max_output_tokens lets it go on.';
  }
  if (reason === 'content_filter') return 'The response is incomplete: the content filter kept the rest back.';
  return `The response is incomplete${typeof reason === 'string' ? `: ${reason}` : ''}.`;
}
