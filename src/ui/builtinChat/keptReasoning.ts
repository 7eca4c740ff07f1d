import type { ModelEvent } from '../../agent/models/modelStream.ts';
import type { ReasoningItem } from '../../agent/transcript.ts';

/** Of how many calls it is kept: more than a long agent's turn has. */
const MOST_CALLS = 200;

/**
 * What models thought before they called tools, encrypted by the server. It goes back with what the tools answered, or
 * the model thinks anew; the messages of VS Code's language model API have no place for it.
 */
export class KeptReasoning {
  /** By the id of the call it led to, the oldest first. */
  readonly #byCall = new Map<string, readonly ReasoningItem[]>();

  /** Passes the events on and keeps what it sees. */
  async *watch(events: AsyncIterable<ModelEvent>, model: string): AsyncGenerator<ModelEvent> {
    let thought: ReasoningItem[] = [];
    for await (const event of events) {
      if (event.type === 'reasoningDone' && event.providerId && event.encryptedContent) {
        const { providerId, encryptedContent } = event;
        const item = { type: 'reasoning', text: '', status: 'complete' } as const;
        thought.push({ ...item, id: providerId, at: 0, providerId, encryptedContent, model });
      } else if (event.type === 'toolCall') {
        if (thought.length > 0) this.#byCall.set(event.callId, thought);
        thought = [];
      }
      yield event;
    }
    for (const callId of [...this.#byCall.keys()].slice(0, -MOST_CALLS)) this.#byCall.delete(callId);
  }

  before(callId: string): readonly ReasoningItem[] {
    return this.#byCall.get(callId) ?? [];
  }
}
