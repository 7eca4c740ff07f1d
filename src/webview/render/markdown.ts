import type { Token } from 'marked';
import { appendCode, openCode } from './codeBlock.ts';
import { decorate, highlightLater } from './decorate.ts';
import { parseBlocks, renderBlocks, type Links } from './parse.ts';
import { PendingSlices } from './pendingSlices.ts';
import { sanitize } from './sanitize.ts';
import { countFinished, depthAfter, forcedCut, lengthOf, longestBlock, sliceCharacters, slicesOf } from './slices.ts';

const blocksPerSection = 16;

/** A code fence at the end of the text that has not been closed. Offsets count from the start of the text. */
interface OpenFence {
  closing: RegExp;
  /** Start of the first line that has not been looked at whole. */
  lineStart: number;
  /** End of what is on the screen. */
  shown: number;
  code: HTMLElement;
}

/** A block too long to be rendered again with each piece of it: shown as it is written until it ends. */
interface LongBlock {
  /** End of what is on the screen, from the start of the text. */
  shown: number;
  element: HTMLElement;
}

/**
 * Markdown that is shown while it arrives. Finished blocks stay as they are; only the last one is rendered again,
 * and an open code fence only grows. What comes at once and is long is drawn in slices, over several frames. The end
 * result is that of rendering the whole text at once.
 */
export class MarkdownView {
  readonly #shown: HTMLElement;
  readonly #pending: PendingSlices;
  /** Where blocks are put: apart from what is shown while all is drawn again. */
  #root: HTMLElement;
  #prepare: (fragment: DocumentFragment) => void = () => undefined;
  #text = '';
  #finishedLength = 0;
  #finishedNodes = 0;
  #section: Element | undefined;
  #liveHtml = '';
  #links: Links = {};
  #fence: OpenFence | undefined;
  #long: LongBlock | undefined;
  /** Elements of HTML that finished blocks have left open. */
  #depth = 0;
  /** Something that came changes how finished blocks look: HTML around them, or a definition they refer to. */
  #outdated = false;

  constructor(root: HTMLElement) {
    this.#shown = this.#root = root;
    this.#pending = new PendingSlices(
      (source) => this.#render(parseBlocks(source, { ...this.#links })),
      () => this.#settle(),
    );
  }

  /** True when all of the text is drawn. */
  get settled(): boolean {
    return this.#pending.empty;
  }

  /** Shows `source`. `done`: nothing will be added to it. `prepare` gets all that is drawn before it is shown. */
  update(source: string, done: boolean, prepare: (fragment: DocumentFragment) => void = () => undefined): void {
    this.#prepare = prepare;
    const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    const grows = text.startsWith(this.#text);
    if (!grows) this.#restart(done);
    const known = grows ? this.#text.length : 0;
    this.#text = text;
    if (text.length - known > sliceCharacters && !this.#fence && !this.#long) this.#addSlices(done);
    if (done) this.#complete();
    else this.#grow();
  }

  /** Draws no more. */
  dispose(): void {
    this.#pending.cancel();
  }

  /** Begins anew; `apart`: what is shown stays until the new is there. */
  #restart(apart: boolean): void {
    this.#pending.cancel();
    this.#root = apart ? document.createElement('div') : this.#shown;
    this.#root.replaceChildren();
    this.#finishedLength = this.#finishedNodes = this.#depth = 0;
    this.#section = this.#fence = this.#long = undefined;
    this.#liveHtml = '';
    this.#links = {};
    this.#outdated = false;
  }

  /** Gives all but the last piece of what is long a place, where it is drawn later. */
  #addSlices(done: boolean): void {
    const tail = this.#tail();
    if (tail.length < sliceCharacters * 2) return;
    this.#clearLive();
    const slices = slicesOf(tail, this.#links, done);
    for (const source of slices.slice(0, -1)) {
      this.#pending.add(this.#addSection(), source);
      this.#finishedLength += source.length;
    }
    this.#section = undefined;
    this.#finishedNodes = this.#root.childNodes.length;
  }

  /** HTML may span blocks, and a definition may come after its use: then blocks rendered alone are not the whole. */
  #complete(): void {
    this.#fence = this.#long = undefined;
    this.#finish(parseBlocks(this.#tail(), { ...this.#links }));
    if (this.#outdated) {
      this.#restart(true);
      this.#addSlices(true);
      this.#finish(parseBlocks(this.#tail(), { ...this.#links }));
      this.#outdated = false;
    }
    if (this.#pending.empty) this.#settle();
  }

  /** Shows what was drawn apart. */
  #settle(): void {
    if (this.#root === this.#shown) return;
    this.#shown.replaceChildren(...this.#root.childNodes);
    this.#root = this.#shown;
    highlightLater(this.#shown);
  }

  #grow(): void {
    if (this.#fence && !this.#growFence(this.#fence)) return;
    if (this.#long && !this.#growLong(this.#long)) return;
    if (this.#openFence()) return;
    const tail = this.#tail();
    const blocks = parseBlocks(tail, { ...this.#links });
    this.#outdated ||= lengthOf(blocks) !== tail.length;
    const count = countFinished(blocks, tail);
    const cut = count > 0 ? 0 : forcedCut(blocks, tail);
    if (cut > 0) {
      this.#finish(parseBlocks(tail.slice(0, cut), { ...this.#links }));
      this.#grow();
      return;
    }
    if (count > 0) {
      this.#finish(blocks.slice(0, count));
      if (this.#openFence()) return;
    }
    if (this.#tail().length > longestBlock) this.#openLong();
    else this.#showLive(renderBlocks(blocks.slice(count)));
  }

  #showLive(html: string): void {
    if (html === this.#liveHtml) return;
    this.#clearLive();
    this.#liveHtml = html;
    const fragment = sanitize(html);
    decorate(fragment);
    this.#root.append(fragment);
  }

  #tail(): string {
    return this.#text.slice(this.#finishedLength);
  }

  /** Renders blocks for good. */
  #finish(blocks: readonly Token[]): void {
    this.#clearLive();
    if (blocks.length === 0) return;
    this.#outdated ||= this.#depth > 0;
    const first = this.#finishedLength === 0;
    for (const block of blocks) {
      this.#finishedLength += block.raw.length;
      this.#depth = depthAfter(block, this.#depth);
      if (block.type === 'def') {
        const { tag, href, title } = block as Token & { tag: string; href: string; title: string };
        this.#links[tag] ??= { href, title };
        this.#outdated ||= !first;
      }
    }
    for (const node of [...this.#render(blocks).childNodes]) {
      if (!this.#section || this.#section.childElementCount >= blocksPerSection) this.#section = this.#addSection();
      this.#section.append(node);
    }
    this.#finishedNodes = this.#root.childNodes.length;
  }

  #render(blocks: readonly Token[]): DocumentFragment {
    const fragment = sanitize(renderBlocks(blocks));
    for (const node of [...fragment.childNodes]) if (isBlank(node)) node.remove();
    this.#prepare(fragment);
    decorate(fragment);
    if (this.#root === this.#shown) highlightLater(fragment);
    return fragment;
  }

  /** Where finished blocks go. What is out of view is skipped in groups: one by one costs more than it saves. */
  #addSection(): HTMLElement {
    const section = document.createElement('div');
    section.className = 'section';
    return this.#root.appendChild(section);
  }

  #clearLive(): void {
    while (this.#root.childNodes.length > this.#finishedNodes) this.#root.lastChild?.remove();
    this.#liveHtml = '';
  }

  /** Where the rest begins with the whole first line of a fence: shows the code as plain text while it arrives. */
  #openFence(): boolean {
    const match = /^(`{3,}(?=[^`\n]*\n)|~{3,})([^\n]*)\n/.exec(this.#tail());
    const [line, marks, info] = match ?? [];
    if (line === undefined || marks === undefined) return false;
    this.#clearLive();
    const { block, code } = openCode(info?.trim().split(/\s/)[0]?.toLowerCase() ?? '');
    this.#root.append(block);
    const start = this.#finishedLength + line.length;
    const closing = new RegExp(`^ {0,3}${marks[0] ?? ''}{${marks.length},}[ \t]*$`);
    this.#fence = { closing, lineStart: start, shown: start, code };
    if (this.#growFence(this.#fence)) this.#grow();
    return true;
  }

  /** Appends what has arrived. True when the fence is closed: the block is then rendered for good. */
  #growFence(fence: OpenFence): boolean {
    for (let end = this.#lineEnd(fence); end >= 0; end = this.#lineEnd(fence)) {
      const closed = fence.closing.test(this.#text.slice(fence.lineStart, end));
      fence.lineStart = end + 1;
      if (!closed) continue;
      this.#fence = undefined;
      this.#finish(parseBlocks(this.#text.slice(this.#finishedLength, fence.lineStart), { ...this.#links }));
      return true;
    }
    const mayClose = /^ {0,3}[`~]*$/.test(this.#text.slice(fence.lineStart));
    const end = mayClose ? fence.lineStart : this.#text.length;
    appendCode(fence.code, this.#text.slice(fence.shown, end));
    fence.shown = end;
    return false;
  }

  #openLong(): void {
    this.#clearLive();
    const element = document.createElement('div');
    element.className = 'unfinished';
    this.#root.append(element);
    this.#long = { element, shown: this.#finishedLength };
    this.#growLong(this.#long);
  }

  /** Appends what has arrived. True when the block may have ended: with an empty line. */
  #growLong(long: LongBlock): boolean {
    const fresh = this.#text.slice(Math.max(this.#finishedLength, long.shown - 1));
    appendCode(long.element, this.#text.slice(long.shown));
    long.shown = this.#text.length;
    if (!/\n[ \t]*\n\s*\S/.test(fresh)) return false;
    this.#long = undefined;
    return true;
  }

  #lineEnd(fence: OpenFence): number {
    return this.#text.indexOf('\n', fence.lineStart);
  }
}

const isBlank = (node: Node): boolean => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() === '';
