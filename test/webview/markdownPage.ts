import { MarkdownView } from '../../src/webview/render/markdown.ts';

declare global {
  interface Window {
    /** HTML of Markdown that arrives in pieces of `size` characters; 0: at once. */
    renderMarkdown: (source: string, size: number) => string;
    /** HTML half way, for looking at what is shown while the rest arrives. */
    renderPart: (source: string) => string;
  }
}

window.renderMarkdown = (source, size) => {
  const root = document.createElement('div');
  const view = new MarkdownView(root);
  if (size > 0) for (let end = size; end < source.length; end += size) view.update(source.slice(0, end), false);
  view.update(source, true);
  return root.innerHTML;
};

window.renderPart = (source) => {
  const root = document.createElement('div');
  new MarkdownView(root).update(source, false);
  return root.innerHTML;
};
