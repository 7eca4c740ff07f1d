import { randomUUID } from 'node:crypto';
import type { AnswerPosition } from './answerPosition.ts';
import type { TurnEvent } from './events.ts';
import type { ImageData } from './serverCall.ts';
import type { Item } from './transcript.ts';

type Draft<T extends Item> = Omit<T, 'id' | 'at' | 'type'>;
type ItemOf<K extends Item['type']> = Extract<Item, { type: K }>;
type Streamed = ItemOf<'assistant' | 'reasoning' | 'toolCall' | 'serverCall'>;

/** The items of one turn, in order. Every change is also an event. */
export class Recorder {
  readonly #items: Map<string, Item>;
  readonly #emit: (event: TurnEvent) => void;

  /** Set while events wait for what they have reached together. */
  #held: TurnEvent[] | undefined;

  /** `items` are those that the turn has already. */
  constructor(emit: (event: TurnEvent) => void, items: readonly Item[] = []) {
    this.#items = new Map(items.map((item) => [item.id, item]));
    this.#emit = (event) => {
      if (this.#held) this.#held.push(event);
      else emit(event);
    };
  }

  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** Does the work, after which all up to the position is recorded: the last of its events says so. */
  upTo<T>(reached: AnswerPosition | undefined, work: () => T): T {
    if (!reached) return work();
    this.#held = [];
    try {
      return work();
    } finally {
      const events = this.#held;
      this.#held = undefined;
      const last = events.pop();
      for (const event of events) this.#emit(event);
      if (last) this.#emit(last.type === 'item' || last.type === 'delta' ? { ...last, reached } : last);
    }
  }

  /** An answer begins that can be gone on with. */
  begin(reached: AnswerPosition): void {
    this.#emit({ type: 'begun', reached });
  }

  add<K extends Item['type']>(type: K, draft: Draft<ItemOf<K>>): ItemOf<K> {
    return this.put({ type, id: randomUUID(), at: Date.now(), ...draft } as unknown as ItemOf<K>);
  }

  /** Adds the item, or replaces the one with its id. */
  put<T extends Item>(item: T): T {
    this.#items.set(item.id, item);
    this.#emit({ type: 'item', item });
    return item;
  }

  /** Appends to the text of the item, or to what a call was written. */
  append<T extends Streamed>(item: T, delta: string): T {
    const longer = lengthened(item, delta) as T;
    this.#items.set(item.id, longer);
    this.#emit({ type: 'delta', itemId: item.id, delta });
    return longer;
  }

  /** Shows how the image of an item looks so far. It is not kept. */
  preview(itemId: string, image: ImageData): void {
    this.#emit({ type: 'partialImage', itemId, image });
  }
}

function lengthened(item: Streamed, delta: string): Streamed {
  switch (item.type) {
    case 'toolCall':
      return { ...item, arguments: item.arguments + delta };
    case 'serverCall':
      return { ...item, input: item.input + delta };
    case 'assistant':
    case 'reasoning':
      return { ...item, text: item.text + delta };
  }
}
