import { appendCode, frameCode } from './codeBlock.ts';

/** Colouring more takes longer than a frame. */
const longestHighlighted = 50_000;
const idleTimeoutMs = 500;

/** Adds to sanitised blocks what HTML from Markdown cannot have: code headers, scrolling tables, mathematics. */
export function decorate(fragment: DocumentFragment): void {
  for (const code of fragment.querySelectorAll<HTMLElement>('pre > code')) {
    if (code.parentElement) frameCode(code.parentElement, languageOf(code));
    const text = code.textContent;
    if (text.length <= longestHighlighted) continue;
    code.replaceChildren();
    appendCode(code, text);
  }
  for (const table of fragment.querySelectorAll('table')) {
    const frame = document.createElement('div');
    frame.className = 'tableFrame';
    frame.tabIndex = 0;
    table.replaceWith(frame);
    frame.append(table);
  }
  const formulas = fragment.querySelectorAll<HTMLElement>('.math');
  if (formulas.length > 0) typesetAll([...formulas]);
}

const languageOf = (code: Element): string =>
  [...code.classList]
    .find((name) => name.startsWith('language-'))
    ?.slice('language-'.length)
    .toLowerCase() ?? '';

let typeset: ((element: HTMLElement) => void) | undefined;

function typesetAll(formulas: readonly HTMLElement[]): void {
  if (typeset) formulas.forEach(typeset);
  else
    void import('./math.ts').then((math) => {
      typeset = math.typeset;
      formulas.forEach(math.typeset);
    });
}

const waiting: HTMLElement[] = [];

/** Colours code blocks once they are shown, one in each idle moment. */
export function highlightLater(fragment: ParentNode): void {
  const idle = waiting.length === 0;
  waiting.push(...fragment.querySelectorAll<HTMLElement>('.codeBlock code[class^="language-"]'));
  if (idle && waiting.length > 0) requestIdleCallback(highlightNext, { timeout: idleTimeoutMs });
}

function highlightNext(): void {
  void import('./highlight.ts').then(({ highlight }) => {
    // What was scrolled away is let go at once: it would keep all that was drawn with it.
    let code = waiting.shift();
    while (code && !code.isConnected) code = waiting.shift();
    const text = code?.textContent ?? '';
    if (code && text.length <= longestHighlighted) {
      const html = highlight(text, languageOf(code));
      if (html !== undefined) code.innerHTML = html;
    }
    if (waiting.length > 0) requestIdleCallback(highlightNext, { timeout: idleTimeoutMs });
  });
}
