import { OpenAIError } from '../openai/errors.ts';
import { isObject } from '../openai/isObject.ts';
import type { ModelEvent } from './models/modelStream.ts';
import type { Usage } from './transcript.ts';

/** What those get of an answer who run its tool calls themselves. `length`: it reached the limit of its length. */
export type AnswerPart =
  | { type: 'text'; text: string }
  | { type: 'toolCall'; callId: string; name: string; input: object }
  | { type: 'done'; finish: 'stop' | 'toolCalls' | 'length'; usage?: Usage };

/**
 * An answer as it comes: text at once, a refusal as text, tool calls when the answer is whole. Throws an `OpenAIError`
 * where something else than its length ends it early, or a call cannot be made.
 */
export async function* answerParts(events: AsyncIterable<ModelEvent>): AsyncGenerator<AnswerPart, void> {
  const calls = new Map<string, { name: string; json: string }>();
  for await (const event of events) {
    switch (event.type) {
      case 'text':
      case 'refusal':
        yield { type: 'text', text: event.delta };
        break;
      case 'toolCall':
        calls.set(event.callId, { name: event.name, json: '' });
        break;
      case 'arguments': {
        const call = calls.get(event.callId);
        if (call) call.json += event.delta;
        break;
      }
      case 'done': {
        const usage = event.usage && { usage: event.usage };
        if (event.finish === 'incomplete') {
          if (event.incompleteReason !== 'max_output_tokens') throw cutOff(event.incompleteReason);
          // Nothing runs by arguments that may not be whole.
          yield { type: 'done', finish: 'length', ...usage };
          break;
        }
        const made = [...calls].map(([callId, { name, json }]) => ({ callId, name, input: parsed(name, json) }));
        for (const call of made) yield { type: 'toolCall', ...call };
        yield { type: 'done', finish: event.finish, ...usage };
        break;
      }
      default: // What they have no part for.
    }
  }
}

/** No tool runs with arguments that the model did not write. */
function parsed(name: string, json: string): object {
  try {
    const value: unknown = JSON.parse(json === '' ? '{}' : json);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new OpenAIError({
    kind: 'protocol',
    message: `The model called ${name} with arguments that are not a JSON object.`,
  });
}

function cutOff(reason = 'unknown'): OpenAIError {
  if (reason === 'content_filter')
    return new OpenAIError({ kind: 'contentFilter', message: 'The answer was stopped by the content filter.' });
  return new OpenAIError({ kind: 'protocol', message: `The answer is incomplete: ${reason}.` });
}
