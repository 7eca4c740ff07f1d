import type { AnswerPosition } from './answerPosition.ts';
import { endOfStopped, errorInfo, Interruption } from './failure.ts';
import type { KeptTranscript } from './keptTranscript.ts';
import { resumedTurn } from './resumedTurn.ts';
import { runTurn } from './runTurn.ts';
import type { SessionOptions } from './sessionOptions.ts';
import type { UserItem } from './transcript.ts';
import type { TurnChoice } from './turnSettings.ts';
import { newUserItem } from './userItem.ts';
import { untilAborted } from './untilAborted.ts';

interface SessionTurn {
  session: Omit<SessionOptions, 'transcript'>;
  kept: KeptTranscript;
  choice: TurnChoice;
  /** The turn goes on with the answer that is there up to here. */
  reached?: AnswerPosition;
  abort: AbortController;
}

/** Runs a turn of a session to its end, or to where it can be gone on with when the window closes. Never throws. */
export async function runSessionTurn({ session, kept, choice, reached, abort }: SessionTurn): Promise<void> {
  const { id: conversationId, approvals, questions, budget, queue, store } = session;
  const { signal } = abort;
  const startedAt = Date.now();
  const isLeft = () => signal.reason instanceof Interruption && kept.canGoOn;
  const steering = new Steering(session);
  try {
    kept.beginTurn(reached);
    const settings = await untilAborted(session.settings(choice), signal);
    const resumed = reached && resumedTurn(kept.items, reached);
    const events = runTurn({
      ...settings,
      ...{ conversationId, transcript: resumed?.transcript ?? kept.items, approvals, questions, signal },
      ...(budget && { budget }),
      ...(resumed && { resumed }),
      steering: () => steering.take(),
    });
    for await (const event of events) {
      // What is left to be gone on with stays as it is stored.
      if (isLeft()) continue;
      kept.add(event);
      if (!signal.aborted && kept.isStoppedElsewhere) abort.abort();
      if (event.type === 'item' && steering.isTaken(event.item.id)) queue.remove(event.item.id);
    }
  } catch (error) {
    if (isLeft()) return;
    // A turn never throws: it could not begin, or not be stored.
    kept.close({
      at: Date.now(),
      durationMs: Date.now() - startedAt,
      ...(signal.aborted ? { end: endOfStopped(signal) } : { end: 'failed', error: errorInfo(error) }),
    });
  } finally {
    try {
      store.release();
    } catch {
      // The claim of a process that runs no turn lasts as long as the process at most.
    }
  }
}

/** The queued messages that a running turn takes along. They stay in the queue until they are stored as items of it. */
class Steering {
  readonly #session: Pick<SessionOptions, 'queue' | 'facts'>;
  readonly #taken = new Set<string>();

  constructor(session: Pick<SessionOptions, 'queue' | 'facts'>) {
    this.#session = session;
  }

  take(): readonly UserItem[] {
    const { queue, facts } = this.#session;
    const news = queue.steering().filter(({ id }) => !this.#taken.has(id));
    for (const { id } of news) this.#taken.add(id);
    return news.map((message) => newUserItem(message, facts?.()));
  }

  /** Once, for each that was taken. */
  isTaken(id: string): boolean {
    return this.#taken.delete(id);
  }
}
