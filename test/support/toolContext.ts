import type { Answer, Questions } from '../../src/agent/question.ts';
import type { ToolContext, ToolOutput } from '../../src/agent/tool.ts';

/** The context of one call. Whoever asks something in it fails. */
export const toolContext = (changes: Partial<ToolContext> = {}): ToolContext => ({
  conversationId: 'c',
  messageId: 'm',
  callId: 'call_1',
  signal: new AbortController().signal,
  report: () => undefined,
  ask: () => Promise.reject(new Error('Nobody is there to answer.')),
  ...changes,
});

/** Nobody is there to answer. */
export const noQuestions: Questions = { ask: () => Promise.reject(new Error('Nobody is there to answer.')) };

/** Gives every question these answers, one after the other, and the last one from then on. */
export function alwaysAnswers(...answers: readonly [Answer, ...Answer[]]): Questions {
  let at = 0;
  return { ask: () => Promise.resolve(answers[Math.min(at++, answers.length - 1)] ?? answers[0]) };
}

/** What the model is told. */
export const textOf = (result: string | ToolOutput): string => (typeof result === 'string' ? result : result.text);
