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

/** Marks what a pattern matches in what is drawn, and keeps up with it. Brings one place into view once it is drawn. */
export class FoundHighlights {
  readonly #log: HTMLElement;
  readonly #pattern: RegExp;
  readonly #now: FoundPlace | undefined;
  readonly #observer = new MutationObserver(() => this.#later());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #pending: boolean;

  /** `shows`: `now` is brought into view, unless the reader scrolls first. */
  constructor(log: HTMLElement, pattern: RegExp, now: FoundPlace | undefined, shows: boolean) {
    this.#log = log;
    this.#pattern = pattern;
    this.#now = now;
    this.#pending = shows && now !== undefined;
    this.#observer.observe(log, { childList: true, characterData: true, subtree: true });
    log.addEventListener('wheel', this.#onReader, { passive: true });
    log.addEventListener('pointerdown', this.#onReader, { passive: true });
    this.#draw();
  }

  dispose(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#log.removeEventListener('wheel', this.#onReader);
    this.#log.removeEventListener('pointerdown', this.#onReader);
    CSS.highlights.delete(allName);
    CSS.highlights.delete(nowName);
  }

  readonly #onReader = (): void => {
    this.#pending = false;
  };

  #later(): void {
    if (this.#pending) this.#frame ||= requestAnimationFrame(() => this.#draw());
    else this.#timer ??= setTimeout(() => this.#draw(), redrawAfterMs);
  }

  #draw(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#timer = undefined;
    this.#frame = 0;
    const all = new Highlight();
    const current = new Highlight();
    current.priority = 1;
    for (const entry of this.#log.querySelectorAll<HTMLElement>('.entry')) {
      const ranges = foundRanges(entry, this.#pattern);
      const now = entry.dataset.item === this.#now?.itemId && this.#now;
      const here = now ? (ranges[now.index] ?? ranges.at(-1)) : undefined;
      if (here) {
        current.add(here);
        if (this.#pending) this.#show(here);
      }
      for (const range of ranges) if (all.size < mostMarked) all.add(range);
    }
    CSS.highlights.set(allName, all);
    CSS.highlights.set(nowName, current);
  }

  /** Again in the next frame, until it is there: what is scrolled to may only then get its height. */
  #show(range: Range): void {
    if (scrollTo(this.#log, range)) this.#pending = false;
    else this.#frame ||= requestAnimationFrame(() => this.#draw());
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
