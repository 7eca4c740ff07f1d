import * as vscode from 'vscode';
import type { Log } from '../../editor/log.ts';
import { redact } from '../../editor/redact.ts';
import { messageOf } from '../../agent/failure.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { BudgetReached } from '../meteredStream.ts';

/**
 * A failure as VS Code's language model API has it: `NoPermissions`, `NotFound` and `Blocked` where they say what
 * happened, else an error with the same words. What was cancelled stays a `CancellationError`. No secret leaves with it.
 */
export function languageModelError(thrown: unknown, log: Pick<Log, 'hidden' | 'warn'>): unknown {
  if (thrown instanceof vscode.CancellationError) return thrown;
  const error = told(thrown, log);
  // VS Code's own chat shows the stack in place of the message where there is one.
  delete error.stack;
  return error;
}

function told(thrown: unknown, { hidden, warn }: Pick<Log, 'hidden' | 'warn'>): Error {
  if (thrown instanceof vscode.LanguageModelError) return thrown;
  if (thrown instanceof BudgetReached) return vscode.LanguageModelError.Blocked(thrown.message);
  if (!(thrown instanceof OpenAIError)) {
    warn('A request through VS Code failed.', thrown);
    return new Error(redact(messageOf(thrown), hidden));
  }
  const { title, text } = errorHelp(thrown.toJSON());
  // A server may repeat what it was sent.
  const message = redact(`${title}. ${text}`, hidden);
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
      return new Error(message);
  }
}
