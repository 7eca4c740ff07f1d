import katex from 'katex';

/** Replaces the TeX in `element` by MathML. TeX that cannot be read stays as it is. */
export function typeset(element: HTMLElement): void {
  const tex = element.textContent;
  try {
    element.innerHTML = katex.renderToString(tex, {
      output: 'mathml',
      displayMode: element.classList.contains('mathDisplay'),
      trust: false,
      maxExpand: 1000,
      throwOnError: true,
    });
  } catch (error) {
    element.title = error instanceof Error ? error.message : String(error);
  }
}
