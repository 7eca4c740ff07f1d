import { useState } from 'preact/hooks';

/** The items that the reader has unfolded, for as long as the page lives. */
const unfolded = new Set<string>();

/** Whether an item is unfolded, for its `details`. It stays so where it is drawn anew. */
export function useFold(itemId: string): {
  open: boolean;
  onToggle: (event: { currentTarget: HTMLDetailsElement }) => void;
} {
  const [open, setOpen] = useState(unfolded.has(itemId));
  return {
    open,
    onToggle: ({ currentTarget }) => {
      if (currentTarget.open) unfolded.add(itemId);
      else unfolded.delete(itemId);
      setOpen(currentTarget.open);
    },
  };
}
