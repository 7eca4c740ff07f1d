// Every message rendered at once, by react-markdown.
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import Markdown from 'react-markdown';

declare global {
  interface Window {
    /** Answers with the milliseconds until it is drawn. */
    showAll: (texts: readonly string[]) => Promise<number>;
  }
}

window.showAll = async (texts) => {
  const begin = performance.now();
  const log = document.body.appendChild(document.createElement('div'));
  log.className = 'log';
  log.style.cssText = 'height: 600px; overflow-y: auto';
  document.body.append(document.createElement('textarea'));
  const root = createRoot(log.appendChild(document.createElement('div')));
  flushSync(() =>
    root.render(texts.map((children, key) => createElement('article', { key }, createElement(Markdown, { children })))),
  );
  log.scrollTop = log.scrollHeight;
  await new Promise(requestAnimationFrame);
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
  return performance.now() - begin;
};
