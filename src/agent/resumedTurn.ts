import type { AnswerPosition } from './answerPosition.ts';
import type { Item, Transcript } from './transcript.ts';

/** A turn that goes on with an answer of which a part is there. */
export interface ResumedTurn {
  /** What was sent: all before the answer. */
  transcript: Transcript;
  /** What there is of the answer. */
  items: Transcript;
  /** Which of the turn's answers it is, from 1. */
  step: number;
  position: AnswerPosition;
}

/** Takes a transcript with a turn under way apart, where its last answer still streams. */
export function resumedTurn(transcript: Transcript, position: AnswerPosition): ResumedTurn {
  const from = transcript.findLastIndex((item) => !isOfOpenAnswer(item)) + 1;
  const begin = transcript.findLastIndex(({ type }) => type === 'result') + 1;
  const steps = transcript.slice(begin, from).map((item) => (item.type === 'toolCall' ? (item.step ?? 0) : 0));
  const [before, items] = [transcript.slice(0, from), transcript.slice(from)];
  return { transcript: before, items, step: Math.max(0, ...steps) + 1, position };
}

/** Whether the item can be part of an answer that still streams: a call waits for the end of the answer. */
export function isOfOpenAnswer(item: Item): boolean {
  switch (item.type) {
    case 'assistant':
    case 'reasoning':
    case 'serverCall':
      return true;
    case 'toolCall':
      return item.status === 'streaming';
    case 'user':
    case 'question':
    case 'result':
      return false;
  }
}
