import { render } from 'preact';
import type { RendererRequest } from '../../protocol/cellResult.ts';
import { PostContext, type Post } from './post.ts';
import { readResult } from './readResult.ts';
import type { OutputItem, RendererApi, RendererContext } from './rendererApi.ts';
import { Result } from './result.tsx';

/** Draws results, each in a shadow root of its element: the page is shared with all outputs and all renderers. */
export class Renderer implements RendererApi {
  readonly #sheet: CSSStyleSheet;
  readonly #post: Post | undefined;
  readonly #roots = new Map<string, ShadowRoot>();

  constructor({ postMessage }: RendererContext, sheet: CSSStyleSheet) {
    this.#sheet = sheet;
    this.#post = postMessage && ((request: RendererRequest) => postMessage(request));
  }

  /** Draws the item, or what has become of it: what the reader opened, scrolled or sorted stays as it is. */
  renderOutputItem(item: OutputItem, element: HTMLElement): void {
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [this.#sheet];
    const earlier = this.#roots.get(item.id);
    if (earlier && earlier !== root) render(null, earlier);
    this.#roots.set(item.id, root);
    render(
      <PostContext.Provider value={this.#post}>
        <Result result={readItem(item)} />
      </PostContext.Provider>,
      root,
    );
  }

  disposeOutputItem(id?: string): void {
    for (const key of id === undefined ? [...this.#roots.keys()] : [id]) {
      const root = this.#roots.get(key);
      this.#roots.delete(key);
      // The element may be given to another renderer, whose content a shadow root without a slot would hide.
      if (root) render(<slot />, root);
    }
  }
}

function readItem(item: OutputItem): ReturnType<typeof readResult> {
  try {
    return readResult(item.json());
  } catch {
    // No JSON: shown as what it is, a result that cannot be read.
    return undefined;
  }
}
