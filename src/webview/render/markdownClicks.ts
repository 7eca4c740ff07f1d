import type { Host } from '../host.ts';
import type { CodeAction } from './codeBlock.ts';

const copiedShownMs = 1500;

/** Clicks in rendered Markdown: the buttons of code blocks, and links. */
export function onMarkdownClick(event: MouseEvent, host: Host): void {
  const target = event.target instanceof Element ? event.target : undefined;
  const button = target?.closest<HTMLElement>('[data-code]');
  const block = button?.closest<HTMLElement>('.codeBlock');
  if (button && block) runCodeAction(button, block, host);
  else openLink(target, host);
}

/** Enter on a focused link. */
export function onMarkdownKey(event: KeyboardEvent, host: Host): void {
  if (event.key === 'Enter' && event.target instanceof Element) openLink(event.target, host);
}

function openLink(target: Element | undefined, host: Host): void {
  const href = target?.closest<HTMLElement>('a[data-href]')?.dataset.href;
  if (href !== undefined) host.attempt(host.call('openLink', { href }));
}

function runCodeAction(button: HTMLElement, block: HTMLElement, host: Host): void {
  const text = (block.querySelector('code')?.textContent ?? '').replace(/\n$/, '');
  const language = block.dataset.language ?? '';
  switch (button.dataset.code as CodeAction) {
    case 'copy':
      host.attempt(host.call('copy', { text }).then(() => confirmCopy(button)));
      break;
    case 'insert':
      host.attempt(host.call('insertAtCursor', { text }));
      break;
    case 'apply':
      host.attempt(host.call('applyCode', { text, language }));
      break;
    case 'newFile':
      host.attempt(host.call('newFile', { text, language }));
      break;
    case 'run':
      host.attempt(host.call('runInTerminal', { text }));
      break;
  }
}

function confirmCopy(button: HTMLElement): void {
  button.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => button.classList.replace('codicon-check', 'codicon-copy'), copiedShownMs);
}
