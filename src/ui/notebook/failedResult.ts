import { OpenAIError } from '../../openai/errors.ts';
import type { CellResult, ErrorPart } from '../../protocol/cellResult.ts';
import type { ChatAction } from '../../protocol/chat.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { CellError } from './placeholders.ts';

/** What a cell shows of an error: what failed and the next step. */
export function errorPart(error: unknown): ErrorPart {
  if (error instanceof OpenAIError) {
    const { title, text, actions } = errorHelp(error);
    const offered = actions.filter((action): action is ChatAction => action !== 'retry');
    return { kind: 'error', title, text, actions: offered, error: error.toJSON() };
  }
  if (error instanceof CellError) {
    return { kind: 'error', title: 'Nothing was sent', text: error.message, actions: error.actions };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { kind: 'error', title: 'The cell failed', text, actions: ['showLog'] };
}

/** `result` as it ends with this error: what had come stays. */
export function failedResult(result: CellResult, error: unknown): CellResult {
  const status = error instanceof OpenAIError ? error.status : undefined;
  const requestId = error instanceof OpenAIError ? error.requestId : undefined;
  return {
    ...result,
    state: 'failed',
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    parts: [errorPart(error), ...settled(result.parts)],
  };
}

/** Parts of which nothing more comes. */
export function settled(parts: CellResult['parts']): CellResult['parts'] {
  return parts
    .filter(({ kind }) => kind !== 'progress')
    .map((part) => (part.kind === 'text' && part.streaming ? { ...part, streaming: false } : part));
}
