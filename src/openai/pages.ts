import { PendingRequest } from './pendingRequest.ts';

/** A list as the API sends it. Without `has_more` it is all there is. */
export interface ListBody<Item> {
  object: string;
  data: Item[];
  has_more?: boolean;
  /** Where the next page begins, for items without an id of their own. */
  last_id?: string | null;
}

/** Servers that only look compatible answer with anything. */
export function isList<Item>(body: Partial<ListBody<Item>> | null): body is ListBody<Item> {
  return Array.isArray(body?.data);
}

/** One page of a list. Iterating goes on through all pages that follow. */
export class Page<Item> implements AsyncIterable<Item>, ListBody<Item> {
  readonly object: string;
  readonly data: Item[];
  readonly has_more: boolean;
  readonly #lastId: string | undefined;
  readonly #fetchAfter: (id: string) => Promise<Page<Item>>;

  constructor(body: ListBody<Item>, fetchAfter: (id: string) => Promise<Page<Item>>) {
    this.object = body.object;
    this.data = body.data;
    this.has_more = body.has_more ?? false;
    this.#lastId = body.last_id ?? (body.data.at(-1) as { id?: string } | undefined)?.id;
    this.#fetchAfter = fetchAfter;
  }

  hasNextPage(): boolean {
    return this.has_more && this.#lastId !== undefined;
  }

  /** Throws when there is none. */
  async getNextPage(): Promise<Page<Item>> {
    const page = await this.#next();
    if (!page) throw new Error('There is no next page.');
    return page;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    yield* this.data;
    for (let page = await this.#next(); page; page = await page.#next()) yield* page.data;
  }

  async #next(): Promise<Page<Item> | undefined> {
    return this.has_more && this.#lastId !== undefined ? this.#fetchAfter(this.#lastId) : undefined;
  }
}

/** A list under way: await its first page, or iterate over all items. */
export class PendingPage<Item> extends PendingRequest<Page<Item>> implements AsyncIterable<Item> {
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    yield* await this;
  }
}
