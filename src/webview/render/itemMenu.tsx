import { useHost } from '../host.ts';
import { MenuButton, type MenuEntry } from '../menu.tsx';

/** What can be done from an item on; `more` comes first. */
export function ItemMenu(props: { itemId: string; busy: boolean; more?: readonly MenuEntry[] }) {
  const { itemId, busy, more = [] } = props;
  const host = useHost();
  const entries: readonly MenuEntry[] = [
    ...more,
    {
      icon: 'refresh',
      label: 'Answer Again',
      disabled: busy,
      onPick: () => host.attempt(host.call('retry', { itemId })),
    },
    {
      icon: 'refresh',
      label: 'Answer Again with Another Model…',
      disabled: busy,
      onPick: () => host.attempt(host.call('retryWith', { itemId })),
    },
    {
      icon: 'split-horizontal',
      label: 'Compare with Another Model…',
      onPick: () => host.attempt(host.call('compare', { itemId })),
    },
    {
      icon: 'repo-forked',
      label: 'Fork from Here',
      disabled: busy,
      onPick: () => host.attempt(host.call('fork', { itemId })),
    },
  ];
  return <MenuButton icon="ellipsis" label="More actions" entries={entries} />;
}
