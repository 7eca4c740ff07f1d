import type { Questions } from '../../src/agent/question.ts';
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

/** What the model is told. */
export const textOf = (result: string | ToolOutput): string => (typeof result === 'string' ? result : result.text);
