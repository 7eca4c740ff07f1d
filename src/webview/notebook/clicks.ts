import type { Post } from './post.ts';

const confirmedForMs = 1500;

/** A click in rendered Markdown: a link, or the Copy button of a code block. */
export function onClick(event: Event, post: Post | undefined): void {
  const target = event.target instanceof Element ? event.target : undefined;
  const button = target?.closest<HTMLElement>('[data-code="copy"]');
  const code = button?.closest('.codeBlock')?.querySelector('code')?.textContent;
  if (button && code !== undefined) copyCode(button, code);
  else openLink(target, post);
}

/** Enter on a focused link. */
export function onKey(event: KeyboardEvent, post: Post | undefined): void {
  if (event.key === 'Enter' && event.target instanceof Element && openLink(event.target, post)) event.preventDefault();
}

/** A link leads nowhere by itself: the extension asks before it opens one. True where there was a link. */
function openLink(target: Element | undefined, post: Post | undefined): boolean {
  const url = target?.closest<HTMLElement>('a[data-href]')?.dataset.href;
  if (url === undefined) return false;
  post?.({ type: 'openLink', url });
  return true;
}

function copyCode(button: HTMLElement, code: string): void {
  const show = (icon: string) => {
    button.className = button.className.replace(/codicon-\w+$/, `codicon-${icon}`);
  };
  navigator.clipboard.writeText(code.replace(/\n$/, '')).then(
    () => show('check'),
    () => show('error'),
  );
  setTimeout(() => show('copy'), confirmedForMs);
}
