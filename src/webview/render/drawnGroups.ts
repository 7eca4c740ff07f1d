import type { RefObject } from 'preact';
import type { Entries } from '../../agent/transcript.ts';
import { areFew, isAtHand } from './groups.ts';

/** Groups this near to the view are drawn. */
const nearPx = 1500;
/** When more groups than these are at hand, those farther than `spareGroups` from what is drawn go. */
const mostAtHand = 40;
const spareGroups = 12;

export interface GroupNeeds {
  /** Gets the items of a group. */
  load: (group: number) => Promise<void>;
  /** The groups before `from` and from `to` on are not needed now. */
  forget: (from: number, to: number) => void;
}

interface Now {
  groups: readonly Entries[];
  drawn: ReadonlySet<number>;
  needs: GroupNeeds;
}

/**
 * Decides which groups are drawn: those near the view and the last, one more each frame, so that no frame is long.
 * What holds the focus, a selection or something unfolded stays.
 */
export class DrawnGroups {
  readonly #log: RefObject<HTMLElement | null>;
  readonly #now: () => Now;
  readonly #draw: (drawn: ReadonlySet<number>) => void;
  readonly #near = new Set<number>();
  readonly #loading = new Set<number>();
  readonly #elements = new Map<number, HTMLElement>();
  readonly #heightsPx = new Map<number, number>();
  #observer: IntersectionObserver | undefined;
  #wanted: number | undefined;
  #frame = 0;

  constructor(log: RefObject<HTMLElement | null>, now: () => Now, draw: (drawn: ReadonlySet<number>) => void) {
    this.#log = log;
    this.#now = now;
    this.#draw = draw;
  }

  /** Follows the element of a group. Returns a function that stops it. */
  observe(group: number, element: HTMLElement): () => void {
    this.#observer ??= new IntersectionObserver((entries) => this.#seen(entries), {
      root: this.#log.current,
      rootMargin: `${nearPx}px 0px`,
    });
    this.#elements.set(group, element);
    this.#observer.observe(element);
    return () => {
      this.#observer?.unobserve(element);
      this.#elements.delete(group);
      this.#near.delete(group);
    };
  }

  /** How high the group was when it was drawn last. */
  heightPx(group: number): number | undefined {
    return this.#heightsPx.get(group);
  }

  /** Draws this group, wherever the view is; undefined: no more. */
  want(group: number | undefined): void {
    this.#wanted = group;
    this.refresh();
  }

  /** Looks again in the next frame. */
  refresh(): void {
    this.#frame ||= requestAnimationFrame(() => this.#step());
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer?.disconnect();
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const group = Number((target as HTMLElement).dataset.group);
      if (isIntersecting) this.#near.add(group);
      else this.#near.delete(group);
    }
    this.refresh();
  }

  #step(): void {
    this.#frame = 0;
    const { groups, drawn } = this.#now();
    const needed = this.#needed(groups);
    const next = new Set(
      [...drawn].filter((at) => isAtHand(groups[at]) && (needed.has(at) || isHeld(this.#elements.get(at)))),
    );
    const missing = [...needed].filter((at) => !next.has(at));
    const centre = this.#wanted ?? Math.max(...this.#near);
    const ready = missing
      .filter((at) => isAtHand(groups[at]))
      .toSorted((a, b) => Math.abs(a - centre) - Math.abs(b - centre));
    if (ready[0] !== undefined) next.add(ready[0]);
    if (ready.length > 1) this.refresh();
    this.#change(drawn, next);
    for (const at of missing) if (!isAtHand(groups[at])) this.#load(at);
    this.#forget(groups, next);
  }

  #needed(groups: readonly Entries[]): Set<number> {
    if (areFew(groups)) return new Set(groups.keys());
    const needed = new Set(this.#near);
    needed.add(groups.length - 1);
    if (this.#wanted !== undefined) needed.add(this.#wanted);
    return needed;
  }

  #change(before: ReadonlySet<number>, next: ReadonlySet<number>): void {
    if (next.size === before.size && [...next].every((at) => before.has(at))) return;
    for (const at of before) {
      const element = next.has(at) ? undefined : this.#elements.get(at);
      if (element) this.#heightsPx.set(at, element.getBoundingClientRect().height);
    }
    this.#draw(next);
  }

  #load(group: number): void {
    if (this.#loading.has(group)) return;
    this.#loading.add(group);
    void this.#now()
      .needs.load(group)
      .finally(() => this.#loading.delete(group));
  }

  #forget(groups: readonly Entries[], drawn: ReadonlySet<number>): void {
    const end = groups.length - 1;
    if (groups.filter(isAtHand).length <= mostAtHand) return;
    const reader = [...drawn].filter((at) => at !== end || drawn.size === 1);
    this.#now().needs.forget(Math.min(...reader) - spareGroups, Math.max(...reader) + spareGroups + 1);
  }
}

function isHeld(element: HTMLElement | undefined): boolean {
  if (!element) return false;
  if (element.contains(document.activeElement) || element.querySelector('details[open]')) return true;
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}
