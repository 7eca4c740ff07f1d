import { ApiError, newId, now, type Json } from './api.ts';

/** Objects of one kind in memory, newest first in lists. */
export class Collection {
  readonly #items = new Map<string, Json>();
  readonly #kind: { prefix: string; object: string; noun: string };

  /** `prefix` of the ids, `object` as the objects say, `noun` as errors say. */
  constructor(kind: { prefix: string; object: string; noun: string }) {
    this.#kind = kind;
  }

  create(fields: Json): Json {
    const { prefix, object } = this.#kind;
    const item: Json = { id: newId(prefix), object, created_at: now(), ...fields };
    this.#items.set(String(item.id), item);
    return item;
  }

  find(id: string): Json | undefined {
    return this.#items.get(id);
  }

  get(id: string): Json {
    const item = this.#items.get(id);
    if (!item) throw new ApiError(404, `No ${this.#kind.noun} found with id '${id}'.`, { param: 'id' });
    return item;
  }

  all(): Json[] {
    return [...this.#items.values()];
  }

  /** Merges fields into it. */
  update(id: string, fields: Json): Json {
    return Object.assign(this.get(id), fields);
  }

  delete(id: string, object = `${this.#kind.object}.deleted`): Json {
    this.get(id);
    this.#items.delete(id);
    return { id, object, deleted: true };
  }

  list(query: URLSearchParams, matches: (item: Json) => boolean = () => true): Json {
    const items = this.all().filter(matches);
    return page(query.get('order') === 'asc' ? items : items.toReversed(), query);
  }
}

/** A page of a list, behind `after` and up to `limit`. */
export function page(items: readonly Json[], query: URLSearchParams): Json {
  const after = query.get('after');
  const rest = after === null ? items : items.slice(items.findIndex(({ id }) => id === after) + 1);
  const data = rest.slice(0, Number(query.get('limit') ?? 20));
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: data.length < rest.length,
  };
}
