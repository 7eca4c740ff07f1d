import type { ResultPart, ToolCallPart } from '../../../protocol/cellResult.ts';
import { citationsOf } from './citationsOf.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { pictures, withPictures } from './picture.ts';
import { sentence, textParts } from './textPart.ts';
import { outputText } from './toolOutput.ts';

/** The texts of a message of a thread. */
export function describeMessage(message: Json): ResultPart[] {
  return objectsOf(message.content).flatMap((part) => {
    const { value, annotations } = objectOf(part.text);
    const [text, refusal] = [textOf(value), textOf(part.refusal)];
    if (refusal !== undefined) return textParts({ role: 'refusal', text: refusal });
    if (text === undefined) return pictures([part]);
    const citations = citationsOf(annotations);
    return textParts({ role: 'answer', text, ...(citations.length > 0 && { citations }) });
  });
}

/** The calls of a step of a run. */
export function describeStep(step: Json): ResultPart[] {
  return objectsOf(objectOf(step.step_details).tool_calls).flatMap((call): ResultPart[] => {
    const type = textOf(call.type) ?? 'function';
    const { name, arguments: json, input, output, outputs, results } = objectOf(call[type]);
    const given = output ?? outputs ?? results;
    const said = given === null ? '' : outputText(given);
    const status = textOf(step.status);
    const part: ToolCallPart = {
      kind: 'toolCall',
      name: textOf(name) ?? type,
      type,
      arguments: textOf(json) ?? textOf(input) ?? '',
      ...(said !== '' && { output: said }),
      ...(status !== undefined && { status }),
    };
    return withPictures(part, given);
  });
}

/** What a run wants or why it ended early; nothing for one that goes on or went well. */
export function describeRun(run: Json): ResultPart[] {
  const said = textOf(objectOf(run.last_error).message) ?? textOf(objectOf(run.incomplete_details).reason);
  switch (run.status) {
    case 'requires_action': {
      const calls = objectsOf(objectOf(objectOf(run.required_action).submit_tool_outputs).tool_calls);
      return [
        ...calls.map((call): ToolCallPart => {
          const { name, arguments: json } = objectOf(call.function);
          return { kind: 'toolCall', name: textOf(name) ?? '', type: 'function', arguments: textOf(json) ?? '' };
        }),
        sentence('The run waits for the outputs of these calls: send them to its submit_tool_outputs.'),
      ];
    }
    case 'failed':
    case 'incomplete':
    case 'expired':
    case 'cancelled':
      return [sentence(`The run is ${run.status}${said === undefined ? '.' : `: ${said}`}`)];
    default:
      return [];
  }
}
