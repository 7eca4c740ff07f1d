import * as vscode from 'vscode';
import type { ModelEvent } from '../../agent/models/modelStream.ts';
import { OpenAIError } from '../../openai/errors.ts';

/**
 * Reports an answer as it comes: text at once, tool calls when their arguments are complete.
 * Throws an `OpenAIError` where the answer is cut off or a call cannot be made.
 */
export async function reportAnswer(
  events: AsyncIterable<ModelEvent>,
  progress: vscode.Progress<vscode.LanguageModelResponsePart>,
): Promise<void> {
  const calls = new Map<string, { name: string; json: string }>();
  for await (const event of events) {
    switch (event.type) {
      case 'text':
      case 'refusal':
        progress.report(new vscode.LanguageModelTextPart(event.delta));
        break;
      case 'toolCall':
        calls.set(event.callId, { name: event.name, json: '' });
        break;
      case 'arguments': {
        const call = calls.get(event.callId);
        if (call) call.json += event.delta;
        break;
      }
      case 'done':
        if (event.finish === 'incomplete') throw cutOff(event.incompleteReason);
        for (const [callId, { name, json }] of calls)
          progress.report(new vscode.LanguageModelToolCallPart(callId, name, parsed(name, json)));
        break;
      default: // What VS Code has no part for.
    }
  }
}

/** No tool runs with arguments that the model did not write. */
function parsed(name: string, json: string): object {
  try {
    const value: unknown = JSON.parse(json === '' ? '{}' : json);
    if (typeof value === 'object' && value !== null) return value;
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
  return new OpenAIError({ kind: 'invalidRequest', message: `The answer is incomplete: ${reason}.` });
}
