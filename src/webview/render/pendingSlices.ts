const budgetMs = 8;
/** About how much room a character takes, until it is drawn. */
const characterPx = 0.4;

/** Pieces of a text that each have a place and are drawn there, those near the view first, a few milliseconds a frame. */
export class PendingSlices {
  readonly #render: (source: string) => DocumentFragment;
  readonly #onEnd: () => void;
  #waiting: { section: HTMLElement; source: string }[] = [];
  #frame = 0;

  constructor(render: (source: string) => DocumentFragment, onEnd: () => void) {
    this.#render = render;
    this.#onEnd = onEnd;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  add(section: HTMLElement, source: string): void {
    const room = `${Math.round(source.length * characterPx)}px`;
    section.style.height = room;
    section.style.containIntrinsicBlockSize = `auto ${room}`;
    this.#waiting.push({ section, source });
    this.#frame ||= requestAnimationFrame(() => this.#step());
  }

  cancel(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#waiting = [];
  }

  #step(): void {
    this.#frame = 0;
    const begin = performance.now();
    const distances = new Map(this.#waiting.map(({ section }) => [section, distanceOf(section)]));
    this.#waiting.sort((a, b) => (distances.get(b.section) ?? 0) - (distances.get(a.section) ?? 0));
    do {
      const next = this.#waiting.pop();
      if (!next) break;
      next.section.append(this.#render(next.source));
      next.section.style.height = '';
    } while (performance.now() - begin < budgetMs);
    if (this.empty) this.#onEnd();
    else this.#frame = requestAnimationFrame(() => this.#step());
  }
}

/** How far out of view it is, in pixels. */
function distanceOf(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(top - innerHeight, -bottom, 0);
}
