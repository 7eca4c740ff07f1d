import { MarkdownView } from '../../src/webview/render/markdown.ts';

declare global {
  interface Window {
    /** HTML of Markdown that arrives in pieces of `size` characters; 0: at once. */
    renderMarkdown: (source: string, size: number) => Promise<string>;
    /** HTML half way, for looking at what is shown while the rest arrives. */
    renderPart: (source: string) => string;
  }
}

/** What is in it, without the groups it is laid out in. */
function htmlOf(root: HTMLElement): string {
  for (const section of root.querySelectorAll(':scope > .section')) section.replaceWith(...section.childNodes);
  return root.innerHTML;
}

window.renderMarkdown = async (source, size) => {
  const root = document.createElement('div');
  const view = new MarkdownView(root);
  if (size > 0) for (let end = size; end < source.length; end += size) view.update(source.slice(0, end), false);
  view.update(source, true);
  while (!view.settled) await new Promise(requestAnimationFrame);
  return htmlOf(root);
};

window.renderPart = (source) => {
  const root = document.createElement('div');
  new MarkdownView(root).update(source, false);
  return htmlOf(root);
};
