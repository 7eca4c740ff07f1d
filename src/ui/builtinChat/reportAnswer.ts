import * as vscode from 'vscode';
import { answerParts } from '../../agent/answerParts.ts';
import type { ModelEvent } from '../../agent/models/modelStream.ts';
import type { Usage } from '../../agent/transcript.ts';
import { dataPart } from '../../editor/dataPart.ts';

/**
 * Reports an answer as it comes: text at once, tool calls when their arguments are complete. Throws where the answer is cut
 * off or a call cannot be made.
 */
export async function reportAnswer(
  events: AsyncIterable<ModelEvent>,
  progress: vscode.Progress<vscode.LanguageModelResponsePart>,
): Promise<void> {
  for await (const part of answerParts(events)) {
    switch (part.type) {
      case 'text':
        progress.report(new vscode.LanguageModelTextPart(part.text));
        break;
      case 'toolCall':
        progress.report(new vscode.LanguageModelToolCallPart(part.callId, part.name, part.input));
        break;
      case 'done':
        if (part.finish === 'length')
          throw new Error(
            'The answer is incomplete: it reached the limit of its length. Ask for the rest, or for less.',
          );
        if (part.usage) reportUsage(part.usage, progress);
    }
  }
}

/** The part that VS Code's own chat counts tokens by. */
function reportUsage(usage: Usage, progress: vscode.Progress<vscode.LanguageModelResponsePart>): void {
  const { inputTokens, cachedTokens, outputTokens } = usage;
  const told = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
  const part = dataPart(Buffer.from(JSON.stringify(told)), 'usage');
  if (part) progress.report(part);
}
