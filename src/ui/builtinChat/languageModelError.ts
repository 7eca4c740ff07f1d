import * as vscode from 'vscode';
import { OpenAIError } from '../../openai/errors.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { BudgetReached } from '../meteredStream.ts';

/**
 * A failure as VS Code's language model API has it: `NoPermissions`, `NotFound` and `Blocked` where they say what
 * happened, else an error with the same words. What was cancelled stays a `CancellationError`.
 */
export function languageModelError(thrown: unknown): unknown {
  const error = told(thrown);
  // VS Code's own chat shows the stack in place of the message where there is one.
  if (error !== thrown) delete error.stack;
  return error;
}

function told(thrown: unknown): Error {
  if (thrown instanceof BudgetReached) return vscode.LanguageModelError.Blocked(thrown.message);
  if (!(thrown instanceof OpenAIError)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const { title, text } = errorHelp(thrown.toJSON());
  const message = `${title}. ${text}`;
  switch (thrown.kind) {
    case 'auth':
    case 'permission':
      return vscode.LanguageModelError.NoPermissions(message);
    case 'notFound':
      return vscode.LanguageModelError.NotFound(message);
    case 'quota':
    case 'rateLimit':
    case 'contentFilter':
      return vscode.LanguageModelError.Blocked(message);
    case 'settings':
    case 'invalidRequest':
    case 'server':
    case 'network':
    case 'timeout':
    case 'protocol':
      return new Error(message, { cause: thrown });
  }
}
