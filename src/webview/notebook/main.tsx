import type { OutputItem, RendererApi, RendererContext } from './rendererApi.ts';

/** What VS Code calls once, before the first result of a notebook is shown. */
export function activate(_context: RendererContext): RendererApi {
  return {
    renderOutputItem: (item: OutputItem, element) => {
      const text = document.createElement('pre');
      text.textContent = JSON.stringify(item.json(), null, 2);
      element.replaceChildren(text);
    },
    disposeOutputItem: () => undefined,
  };
}
