import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import Markdown from 'react-markdown';
import rehypeHighlight from 'rehype-highlight';
import { offer } from './drive.ts';

const log = document.body.appendChild(document.createElement('div'));
log.style.cssText = 'height: 100vh; overflow-y: auto';
const root = createRoot(log.appendChild(document.createElement('div')));
let text = '';
offer((chunks) => {
  text += chunks.join('');
  flushSync(() => root.render(createElement(Markdown, { rehypePlugins: [rehypeHighlight], children: text })));
  log.scrollTop = log.scrollHeight;
});
