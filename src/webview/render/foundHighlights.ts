import { foundRanges } from './foundRanges.ts';

const redrawAfterMs = 150;
/** More than these are not marked: nobody sees them all, and each costs at every paint. */
const mostMarked = 3000;
const allName = 'parley-found';
const nowName = 'parley-found-now';

/** One of the places found: the one with this index, from 0, in an item. */
export interface FoundPlace {
  itemId: string;
  index: number;
}

/** What a reader does to move on. */
const readerEvents = ['wheel', 'pointerdown', 'keydown'] as const;

/**
 * Marks what a pattern matches in what is drawn, and keeps up with it. Brings one place into view once it is drawn, and
 * holds it there while what is around it gets its height, until the reader moves on.
 */
export class FoundHighlights {
  readonly #log: HTMLElement;
  readonly #pattern: RegExp;
  readonly #now: FoundPlace | undefined;
  readonly #observer = new MutationObserver(() => this.#later());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #holds: boolean;
  /** The place, once it is drawn. */
  #shown: Range | undefined;

  /** `shows`: `now` is brought into view, unless the reader moves on first. */
  constructor(log: HTMLElement, pattern: RegExp, now: FoundPlace | undefined, shows: boolean) {
    this.#log = log;
    this.#pattern = pattern;
    this.#now = now;
    this.#holds = shows && now !== undefined;
    this.#observer.observe(log, { childList: true, characterData: true, subtree: true });
    for (const name of readerEvents) document.addEventListener(name, this.#onReader, { capture: true, passive: true });
    this.#draw();
  }

  dispose(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    for (const name of readerEvents) document.removeEventListener(name, this.#onReader, { capture: true });
    CSS.highlights.delete(allName);
    CSS.highlights.delete(nowName);
  }

  readonly #onReader = (): void => {
    this.#holds = false;
  };

  #later(): void {
    this.#timer ??= setTimeout(() => this.#draw(), redrawAfterMs);
    if (this.#holds) this.#frame ||= requestAnimationFrame(() => this.#hold());
  }

  #hold(): void {
    this.#frame = 0;
    const shown = this.#shown;
    if (!shown || shown.collapsed || !shown.startContainer.isConnected) this.#draw();
    // Again in the next frame, until it is there: what is scrolled to may only then get its height.
    else if (this.#holds && !scrollTo(this.#log, shown)) this.#frame = requestAnimationFrame(() => this.#hold());
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shown = undefined;
    const all = new Highlight();
    const current = new Highlight();
    current.priority = 1;
    for (const entry of this.#log.querySelectorAll<HTMLElement>('.entry')) {
      const ranges = foundRanges(entry, this.#pattern);
      const now = entry.dataset.item === this.#now?.itemId && this.#now;
      const here = now ? (ranges[now.index] ?? ranges.at(-1)) : undefined;
      if (here) {
        current.add(here);
        this.#shown = here;
      }
      for (const range of ranges) if (all.size < mostMarked) all.add(range);
    }
    CSS.highlights.set(allName, all);
    CSS.highlights.set(nowName, current);
    if (this.#holds && this.#shown) this.#frame ||= requestAnimationFrame(() => this.#hold());
  }
}

/** Room at the top for what lies over it. */
const topPx = 56;
const bottomPx = 24;

/** Scrolls there. True where it was in view already. */
function scrollTo(log: HTMLElement, range: Range): boolean {
  const frame = range.startContainer.parentElement?.closest<HTMLElement>('pre, .tableFrame');
  if (frame && log.contains(frame)) {
    const [outer, inner] = [frame.getBoundingClientRect(), range.getBoundingClientRect()];
    if (inner.left < outer.left || inner.right > outer.right)
      frame.scrollLeft += inner.left - outer.left - outer.width / 3;
  }
  const view = log.getBoundingClientRect();
  const box = range.getBoundingClientRect();
  if (box.top >= view.top + topPx && box.bottom <= view.bottom - bottomPx) return true;
  const before = log.scrollTop;
  log.scrollTop += box.top - view.top - view.height / 3;
  // At an end of the conversation there is nothing to scroll to.
  return Math.abs(log.scrollTop - before) < 1;
}
