import codicons from '@vscode/codicons/dist/codicon.ttf';
import css from './notebook.css?text';
import { Renderer } from './renderer.tsx';
import type { RendererApi, RendererContext } from './rendererApi.ts';

/** What VS Code calls once, before the first result of a notebook is shown. */
export function activate(context: RendererContext): RendererApi {
  // A shadow root can name a font, and only the page can bring one.
  const address = new URL(codicons, import.meta.url).href;
  document.fonts.add(new FontFace('parley-codicon', `url("${address}")`));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return new Renderer(context, sheet);
}
