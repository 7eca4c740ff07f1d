/** One of the answers offered. */
export interface QuestionOption {
  id: string;
  label: string;
  description?: string;
}

/** What the user is asked in the middle of a turn. */
export interface Question {
  text: string;
  options: readonly QuestionOption[];
  /** Set where the user may write an answer: what the field says while it is empty. */
  field?: string;
}

/** An option, a text, or both: at least one of them. */
export interface Answer {
  /** The id of an option. */
  option?: string;
  text?: string;
}

/** Who answers questions. */
export interface Questions {
  /** Waits for the user's answer. Rejects with `signal.reason` when cancelled. */
  ask(conversationId: string, questionId: string, signal: AbortSignal): Promise<Answer>;
}

interface Pending {
  conversationId: string;
  questionId: string;
  settle: (answer: Answer) => void;
}

/** The questions of this window that wait for their answers. */
export class OpenQuestions implements Questions {
  readonly #pending = new Set<Pending>();

  async ask(conversationId: string, questionId: string, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const pending = { conversationId, questionId, settle: resolve };
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    this.#pending.add(pending);
    try {
      return await promise;
    } finally {
      this.#pending.delete(pending);
      signal.removeEventListener('abort', abort);
    }
  }

  /** Answers a question that waits; one that no longer does is left alone. */
  answer(conversationId: string, questionId: string, answer: Answer): void {
    if (answer.option === undefined && (answer.text ?? '').trim() === '') throw new Error('There is no answer.');
    for (const pending of this.#pending) {
      if (pending.conversationId === conversationId && pending.questionId === questionId) pending.settle(answer);
    }
  }
}
