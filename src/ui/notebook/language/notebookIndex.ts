import { parseCell } from '../cell.ts';

/** The names of the cells above one. */
export interface NamesAbove {
  has(name: string): boolean;
  /** The last of them, in the order of the notebook; at most `mostNames`. */
  last(): readonly string[];
}

export interface Place<Notebook> {
  notebook: Notebook;
  namesAbove: NamesAbove;
}

/** So many are offered. */
export const mostNames = 200;

export const noNames: NamesAbove = { has: () => false, last: () => [] };

interface Document {
  version: number;
  getText(): string;
}

/**
 * Where each request stands and which names are above it. Read once for all requests of all notebooks, and each text once
 * for each of its versions, so that a look at all cells takes time in proportion to their number.
 */
export class NotebookIndex<Notebook, Request extends Document> {
  readonly #requests: () => Iterable<readonly [Notebook, readonly Request[]]>;
  readonly #names = new WeakMap<Request, { version: number; name: string | undefined }>();
  #places: Map<Request, Place<Notebook>> | undefined;

  /** `requests` says which notebooks there are, and the requests of each in its order. */
  constructor(requests: () => Iterable<readonly [Notebook, readonly Request[]]>) {
    this.#requests = requests;
  }

  placeOf(request: Request): Place<Notebook> | undefined {
    return (this.#places ??= this.#read()).get(request);
  }

  /** To be called where a cell or a notebook has changed, come or gone. */
  forget(): void {
    this.#places = undefined;
  }

  #read(): Map<Request, Place<Notebook>> {
    const places = new Map<Request, Place<Notebook>>();
    for (const [notebook, requests] of this.#requests()) {
      /** Each name, and how many others stand before it. */
      const order = new Map<string, number>();
      const names: string[] = [];
      for (const request of requests) {
        const count = names.length;
        const namesAbove: NamesAbove = {
          has: (name) => (order.get(name) ?? count) < count,
          last: () => names.slice(Math.max(0, count - mostNames), count),
        };
        places.set(request, { notebook, namesAbove });
        const name = this.#nameOf(request);
        if (name === undefined || order.has(name)) continue;
        order.set(name, count);
        names.push(name);
      }
    }
    return places;
  }

  #nameOf(request: Request): string | undefined {
    const { version } = request;
    const known = this.#names.get(request);
    if (known?.version === version) return known.name;
    const { name } = parseCell(request.getText());
    this.#names.set(request, { version, name });
    return name;
  }
}
