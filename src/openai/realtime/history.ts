import type {
  ConversationItem,
  RealtimeClientEvent,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
  RealtimeTranscriptionSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { isObject } from '../isObject.ts';

type Session = RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;

/**
 * What a new connection has to be told, for the server remembers nothing: the settings sent so far, and the messages and
 * function calls of the conversation as text. Audio is not kept, only its transcript; pictures are not kept.
 */
export class RealtimeHistory {
  #session: Session | undefined;
  readonly #items = new Map<string, ConversationItem>();
  #unnamed = 0;

  /** The `session.update` events merged into one, as the server does it. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** In the order of the conversation. Those that have no text yet are left out. */
  get items(): ConversationItem[] {
    return [...this.#items.values()].flatMap((item) => asText(item) ?? []);
  }

  sent(event: RealtimeClientEvent): void {
    if (event.type === 'session.update') this.#session = merged(this.#session, event.session) as Session;
    // The server repeats an item with the id it gave it; under its own id it takes the place of what was sent.
    if (event.type === 'conversation.item.create' && event.item.id != null) this.#items.set(event.item.id, event.item);
  }

  received(event: RealtimeServerEvent): void {
    switch (event.type) {
      case 'conversation.item.created':
      case 'conversation.item.added':
      case 'conversation.item.done':
      case 'response.output_item.done':
        this.#items.set(event.item.id ?? `unnamed ${this.#unnamed++}`, event.item);
        break;
      case 'conversation.item.input_audio_transcription.completed':
        this.#transcribed(event.item_id, event.transcript);
        break;
      case 'conversation.item.deleted':
        this.#items.delete(event.item_id);
        break;
      default: // Nothing that lasts.
    }
  }

  #transcribed(id: string, transcript: string): void {
    const item = this.#items.get(id);
    if (item?.type !== 'message' || item.role !== 'user') return;
    const content = item.content.map((part) => (part.type === 'input_audio' ? { ...part, transcript } : part));
    this.#items.set(id, { ...item, content });
  }
}

/** An item as it can be created anew, or undefined where nothing of it can be said in text. */
function asText(item: ConversationItem): ConversationItem | undefined {
  if (item.type === 'function_call') return { ...item, status: 'completed' };
  if (item.type === 'function_call_output') return item;
  if (item.type !== 'message') return undefined;
  const texts = item.content.flatMap((part) => part.text ?? ('transcript' in part ? part.transcript : undefined) ?? []);
  if (texts.length === 0) return undefined;
  const id = item.id === undefined ? {} : { id: item.id };
  if (item.role === 'assistant') {
    return { ...id, type: 'message', role: 'assistant', content: texts.map((text) => ({ type: 'output_text', text })) };
  }
  return { ...id, type: 'message', role: item.role, content: texts.map((text) => ({ type: 'input_text', text })) };
}

/** Objects are merged, all else is replaced. */
function merged(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const all = { ...before };
  for (const [name, value] of Object.entries(after)) all[name] = merged(before[name], value);
  return all;
}
