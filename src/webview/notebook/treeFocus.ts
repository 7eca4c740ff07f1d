const stop = '[role="treeitem"][tabindex="0"]';

/** Makes the first item reachable by Tab where none is. */
export function keepOneTabStop(tree: HTMLElement): void {
  if (!tree.querySelector(stop)) tree.querySelector('[role="treeitem"]')?.setAttribute('tabindex', '0');
}

/** Arrows, Home and End between the items that are to be seen, as ARIA's tree pattern has it. */
export function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const tree = event.currentTarget;
  const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="treeitem"]') : undefined;
  if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = targetOf(event.key, tree, item);
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (!target) return;
  tree.querySelector(stop)?.setAttribute('tabindex', '-1');
  target.setAttribute('tabindex', '0');
  target.focus();
}

/** Where the key leads: null for nowhere, undefined for a key of another purpose. */
function targetOf(key: string, tree: HTMLElement, item: HTMLElement): HTMLElement | null | undefined {
  const items = () => [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  switch (key) {
    case 'ArrowDown':
      return neighbour(items(), item, 1);
    case 'ArrowUp':
      return neighbour(items(), item, -1);
    case 'ArrowRight':
      return item.querySelector<HTMLElement>('[role="treeitem"]');
    case 'ArrowLeft':
      return item.parentElement?.closest<HTMLElement>('[role="treeitem"]') ?? null;
    case 'Home':
      return items()[0] ?? null;
    case 'End':
      return items().at(-1) ?? null;
    default:
      return undefined;
  }
}

const neighbour = (items: readonly HTMLElement[], item: HTMLElement, step: 1 | -1): HTMLElement | null =>
  items[items.indexOf(item) + step] ?? null;
