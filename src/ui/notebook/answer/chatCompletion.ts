import type { ResultPart, TextPart, ToolCallPart } from '../../../protocol/cellResult.ts';
import { audioPart, audioType } from './audioPart.ts';
import { citationsOf } from './citationsOf.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import type { Sent } from './answer.ts';
import { pictures } from './picture.ts';
import { sentence, textParts } from './textPart.ts';

/** What a chat completion or a completion says: for each choice reasoning, text, refusal, sound and calls. */
export function describeChoices(completion: Json, sent: Sent): ResultPart[] {
  const choices = objectsOf(completion.choices);
  return choices.flatMap((choice, index) => {
    const label = choices.length > 1 ? { label: `Choice ${index + 1}` } : {};
    const said =
      typeof choice.text === 'string'
        ? textParts({ role: 'plain', ...label, text: choice.text })
        : describeMessage(objectOf(choice.message), label, sent);
    const end = endOf(choice.finish_reason);
    return end === undefined ? said : [...said, { ...sentence(end), ...label }];
  });
}

function describeMessage(message: Json, label: Pick<TextPart, 'label'>, sent: Sent): ResultPart[] {
  const parts: ResultPart[] = [];
  const reasoning = textOf(message.reasoning_content) ?? textOf(message.reasoning);
  const citations = citationsOf(message.annotations);
  const [content, refusal] = [contentOf(message.content), textOf(message.refusal)];
  if (reasoning) parts.push(...textParts({ role: 'reasoning', ...label, text: reasoning }));
  if (content) {
    parts.push(...textParts({ role: 'answer', ...label, text: content, ...(citations.length > 0 && { citations }) }));
  }
  parts.push(...pictures(message.content), ...pictures(message.images));
  if (refusal) parts.push(...textParts({ role: 'refusal', ...label, text: refusal }));
  parts.push(...describeAudio(objectOf(message.audio), label, sent));
  const calls = objectsOf(message.tool_calls);
  if (typeof message.function_call === 'object') calls.push({ function: message.function_call });
  return [...parts, ...calls.flatMap(describeCall)];
}

/** Some servers answer with parts, as messages are asked. */
const contentOf = (content: unknown): string | undefined =>
  textOf(content) ??
  textOf(
    objectsOf(content)
      .flatMap(({ text }) => textOf(text) ?? [])
      .join('\n'),
  );

function describeAudio(audio: Json, label: Pick<TextPart, 'label'>, sent: Sent): ResultPart[] {
  const transcript = textOf(audio.transcript);
  const data = textOf(audio.data);
  if (data !== undefined) {
    const format = sent.body?.stream === true ? 'pcm16' : objectOf(sent.body?.audio).format;
    return [audioPart(Buffer.from(data, 'base64'), audioType(format) ?? 'audio/wav', transcript)];
  }
  return transcript === undefined ? [] : textParts({ role: 'answer', ...label, text: transcript });
}

function describeCall(call: Json): ToolCallPart[] {
  const { name, arguments: json, input } = objectOf(call.function ?? call.custom);
  const type = call.custom ? 'custom' : 'function';
  const given = textOf(json) ?? textOf(input) ?? '';
  // A server may leave the name out; what it gives is shown all the same.
  if (typeof name !== 'string' && given === '') return [];
  return [{ kind: 'toolCall', name: textOf(name) ?? type, type, arguments: given }];
}

function endOf(reason: unknown): string | undefined {
  switch (reason) {
    case 'length':
      return 'The answer stops here because the limit of tokens was reached. Ask with a larger max_completion_tokens.';
    case 'content_filter':
      return 'The answer stops here because the content filter kept the rest back. Say it in other words.';
    case 'tool_calls':
      return 'The model waits for the outputs of its calls: send them after its message, each with role "tool" and its tool_call_id.';
    case 'function_call':
      return 'The model waits for the output of its call: send it after its message, with role "function" and the name.';
    default:
      return undefined;
  }
}
