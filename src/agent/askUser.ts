import type { Answer, Question, Questions } from './question.ts';
import type { Recorder } from './recorder.ts';

export interface AskContext {
  conversationId: string;
  questions: Questions;
  signal: AbortSignal;
}

/** Asks in the chat and waits. The question and its answer stay in the transcript. Rejects when cancelled. */
export async function askUser(
  question: Question,
  recorder: Recorder,
  { conversationId, questions, signal }: AskContext,
): Promise<Answer> {
  const item = recorder.add('question', { question, status: 'waiting' });
  try {
    const answer = await questions.ask(conversationId, item.id, signal);
    recorder.put({ ...item, status: 'answered', answer });
    return answer;
  } catch (error) {
    recorder.put({ ...item, status: 'cancelled' });
    throw error;
  }
}
