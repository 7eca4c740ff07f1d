import type { Answer, Question, Questions } from './question.ts';
import type { Recorder } from './recorder.ts';
import { visibleLine, visibleText } from './visibleText.ts';

export interface AskContext {
  conversationId: string;
  questions: Questions;
  signal: AbortSignal;
}

const mostTextCharacters = 4000;
const mostLabelCharacters = 200;

/** Asks in the chat and waits. The question and its answer stay in the transcript. Rejects when cancelled. */
export async function askUser(
  question: Question,
  recorder: Recorder,
  { conversationId, questions, signal }: AskContext,
): Promise<Answer> {
  const item = recorder.add('question', { question: shown(question), status: 'waiting' });
  try {
    const answer = await questions.ask(conversationId, item.id, signal);
    recorder.put({ ...item, status: 'answered', answer });
    return answer;
  } catch (error) {
    recorder.put({ ...item, status: 'cancelled' });
    throw error;
  }
}

/** A model may have written it. */
const shown = ({ text, options, ...rest }: Question): Question => ({
  ...rest,
  text: visibleText(text, mostTextCharacters),
  options: options.map((option) => ({ ...option, label: visibleLine(option.label, mostLabelCharacters) })),
});
