import * as vscode from 'vscode';
import type { ModelEvent } from '../../agent/models/modelStream.ts';
import type { Usage } from '../../agent/transcript.ts';
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
        if (event.usage) reportUsage(event.usage, progress);
        break;
      default: // What VS Code has no part for.
    }
  }
}

/** The part that VS Code's own chat counts tokens by. Types of VS Code 1.105 do not have it yet. */
function reportUsage(usage: Usage, progress: vscode.Progress<vscode.LanguageModelResponsePart>): void {
  const { inputTokens, cachedTokens, outputTokens } = usage;
  const { LanguageModelDataPart } = vscode as unknown as {
    LanguageModelDataPart?: { json(value: object, type: string): vscode.LanguageModelResponsePart };
  };
  if (!LanguageModelDataPart) return;
  const told = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
  progress.report(LanguageModelDataPart.json(told, 'usage'));
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
