import type * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { answerApi } from './answerApi.ts';
import { answerCode } from './answerCode.ts';
import { describeFailure } from './describeFailure.ts';
import { followUpsAfter, isCommandName, type CommandName } from './followUps.ts';
import type { KeptSubject } from './subjectOf.ts';
import type { Turn } from './turn.ts';

/** What an answer's result keeps: which command it was, and which code it was about. */
interface Metadata {
  command?: CommandName;
  subject?: KeptSubject;
}

/** Answers one request to @parley. What fails is said in the result, with what to do. */
export async function answer(parts: Parts, turn: Turn): Promise<vscode.ChatResult> {
  const { request, token } = turn;
  const command = isCommandName(request.command) ? request.command : undefined;
  try {
    let about = {};
    if (command === 'api') await answerApi(turn);
    else about = await answerCode(parts, turn);
    const metadata: Metadata = { ...(command && { command }), ...about };
    return { metadata };
  } catch (error) {
    if (token.isCancellationRequested) return {};
    parts.log.error('@parley could not answer.', error);
    return { errorDetails: { message: describeFailure(error, request.model.vendor) } };
  }
}

/** Next steps after an answer. */
export function followUps({ metadata, errorDetails }: vscode.ChatResult): vscode.ChatFollowup[] {
  if (errorDetails) return [];
  const { command, subject } = (metadata ?? {}) as Metadata;
  return followUpsAfter(command, subject !== undefined).map((step) => ({ ...step }));
}
