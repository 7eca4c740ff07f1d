export type CodeAction = 'copy' | 'insert' | 'apply' | 'newFile' | 'run';

const actions: readonly { action: CodeAction; label: string; icon: string }[] = [
  { action: 'copy', label: 'Copy', icon: 'copy' },
  { action: 'insert', label: 'Insert at Cursor', icon: 'insert' },
  { action: 'apply', label: 'Apply in Editor', icon: 'diff' },
  { action: 'newFile', label: 'New File', icon: 'new-file' },
  { action: 'run', label: 'Run in Terminal', icon: 'terminal' },
];
const shells = new Set([
  'bash',
  'sh',
  'zsh',
  'shell',
  'shellscript',
  'console',
  'fish',
  'powershell',
  'pwsh',
  'bat',
  'cmd',
]);

const partCharacters = 8_000;

const element = (tag: string, className: string): HTMLElement => {
  const node = document.createElement(tag);
  node.className = className;
  return node;
};

const toolbar = element('div', 'codeActions');
toolbar.append(
  ...actions.map(({ action, label, icon }) => {
    const button = element('button', `iconButton codicon codicon-${icon}`);
    button.dataset.code = action;
    button.title = label;
    button.setAttribute('aria-label', label);
    return button;
  }),
);

/** Gives a `<pre>` its header: the language and what can be done with the code. Returns the block around it. */
export function frameCode(pre: HTMLElement, language: string): HTMLElement {
  const block = element('div', 'codeBlock');
  block.dataset.language = language;
  const header = element('div', 'codeHeader');
  const name = element('span', 'codeLanguage');
  name.textContent = language || 'text';
  const buttons = toolbar.cloneNode(true) as HTMLElement;
  if (!shells.has(language)) buttons.lastElementChild?.remove();
  header.append(name, buttons);
  pre.tabIndex = 0;
  pre.replaceWith(block);
  block.append(header, pre);
  return block;
}

/** An empty block that code is still arriving for, and where it goes with `appendCode`. */
export function openCode(language: string): { block: HTMLElement; code: HTMLElement } {
  const pre = document.createElement('pre');
  const code = pre.appendChild(document.createElement('code'));
  return { block: frameCode(pre, language), code };
}

/** Adds to code, in parts of whole lines: where it is long, only the last part is laid out again. */
export function appendCode(code: HTMLElement, text: string): void {
  for (let at = 0; at < text.length;) {
    const part = lastPart(code);
    // A part that is full takes the rest of its line.
    const room = partCharacters - part.length;
    const full = text.indexOf('\n', at + Math.max(room, 0));
    const end = full < 0 ? text.length : full + 1;
    part.appendData(text.slice(at, end));
    at = end;
  }
}

/** The text at the end of code, or an empty one in a new part where that is full. */
function lastPart(code: HTMLElement): Text {
  const last = code.lastChild instanceof Text ? code.lastChild : code.lastChild?.firstChild;
  if (last instanceof Text && !(last.length >= partCharacters && last.data.endsWith('\n'))) return last;
  const text = document.createTextNode('');
  if (!last) code.append(text);
  else {
    const part = element('span', 'codePart');
    part.append(text);
    code.append(part);
  }
  return text;
}
