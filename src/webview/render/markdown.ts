import type { Token } from 'marked';
import { openCode } from './codeBlock.ts';
import { decorate, highlightLater } from './decorate.ts';
import { hasHtml, outline, parseBlocks, renderBlocks, type Links } from './parse.ts';
import { sanitize } from './sanitize.ts';

const blocksPerSection = 16;

/** A code fence at the end of the text that has not been closed. Offsets count from the start of the text. */
interface OpenFence {
  closing: RegExp;
  /** Start of the first line that has not been looked at whole. */
  lineStart: number;
  /** End of what is on the screen. */
  shown: number;
  code: Text;
}

/**
 * Markdown that is shown while it arrives. Finished blocks stay as they are; only the last one is rendered again,
 * and an open code fence only grows. The end result is that of rendering the whole text at once.
 */
export class MarkdownView {
  readonly #root: HTMLElement;
  #text = '';
  #finished: Token[] = [];
  #finishedLength = 0;
  #finishedNodes = 0;
  #liveHtml = '';
  #links: Links = {};
  #fence: OpenFence | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Shows `source`. `done`: nothing will be added to it. */
  update(source: string, done: boolean): void {
    const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    if (!text.startsWith(this.#text)) this.#reset();
    const fresh = this.#text === '';
    this.#text = text;
    if (!done) this.#grow();
    else if (fresh) this.#renderWhole();
    else this.#complete();
  }

  #reset(): void {
    this.#root.replaceChildren();
    this.#finished = [];
    this.#finishedLength = this.#finishedNodes = 0;
    this.#liveHtml = '';
    this.#links = {};
    this.#fence = undefined;
  }

  #renderWhole(): void {
    this.#reset();
    this.#finish(parseBlocks(this.#text, this.#links));
  }

  /** HTML may span blocks, and a definition may come after its use: then blocks rendered alone are not the whole. */
  #complete(): void {
    this.#fence = undefined;
    this.#finish(parseBlocks(this.#tail(), { ...this.#links }));
    const whole = outline(this.#text);
    const parts = this.#finished.filter(({ type }) => type !== 'space');
    const same =
      whole.blocks.length === parts.length &&
      whole.blocks.every((raw, index) => raw === parts[index]?.raw.trimEnd()) &&
      !whole.hasDefinitions &&
      !hasHtml(parts);
    if (!same) this.#renderWhole();
  }

  #grow(): void {
    if (this.#fence && !this.#growFence(this.#fence)) return;
    if (this.#openFence()) return;
    const tail = this.#tail();
    const blocks = parseBlocks(tail, { ...this.#links });
    const count = countFinished(blocks, tail);
    if (count > 0) {
      this.#finish(blocks.slice(0, count));
      if (this.#openFence()) return;
    }
    const html = renderBlocks(blocks.slice(count));
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
    for (const block of blocks) {
      this.#finished.push(block);
      this.#finishedLength += block.raw.length;
      if (block.type === 'def') {
        const { tag, href, title } = block as Token & { tag: string; href: string; title: string };
        this.#links[tag] ??= { href, title };
      }
    }
    const fragment = sanitize(renderBlocks(blocks));
    decorate(fragment);
    highlightLater(fragment);
    for (const node of [...fragment.childNodes]) if (!isBlank(node)) this.#section().append(node);
    this.#finishedNodes = this.#root.childNodes.length;
  }

  /** Where the next finished block goes. What is out of view is skipped in groups: one by one costs more than it saves. */
  #section(): Element {
    const last = this.#root.lastElementChild;
    if (last?.matches('.section') && last.childElementCount < blocksPerSection) return last;
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
    fence.code.appendData(this.#text.slice(fence.shown, end));
    fence.shown = end;
    return false;
  }

  #lineEnd(fence: OpenFence): number {
    return this.#text.indexOf('\n', fence.lineStart);
  }
}

const isBlank = (node: Node): boolean => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() === '';

/** How many blocks no further text can change: those before the last one that has a whole line. */
function countFinished(blocks: readonly Token[], source: string): number {
  const lastLineStart = source.lastIndexOf('\n') + 1;
  let start = 0;
  let finished = 0;
  for (const [index, { type, raw }] of blocks.entries()) {
    if (start >= lastLineStart) break;
    if (type !== 'space') finished = index;
    start += raw.length;
  }
  return finished;
}
