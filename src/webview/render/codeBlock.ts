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

/** An empty block that code is still arriving for, and where its text goes. */
export function openCode(language: string): { block: HTMLElement; code: Text } {
  const pre = document.createElement('pre');
  const code = document.createTextNode('');
  pre.appendChild(document.createElement('code')).append(code);
  return { block: frameCode(pre, language), code };
}
