import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, IconButton } from './icon.tsx';

export interface MenuEntry {
  icon: string;
  label: string;
  onPick: () => void;
  disabled?: boolean;
}

/** A button that opens a menu over everything else; `label` is the name of both. */
export function MenuButton(props: { icon: string; label: string; entries: readonly MenuEntry[] }) {
  const { icon, label, entries } = props;
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  // Not before the key that opened it is done with: Enter would take the first entry at once.
  useEffect(() => {
    if (!open || !menu.current || !anchor.current) return;
    menu.current.showPopover();
    place(menu.current, anchor.current.getBoundingClientRect());
    focusAt(menu.current, 0);
  }, [open]);
  const close = () => {
    anchor.current?.querySelector('button')?.focus();
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsOf(menu.current);
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'ArrowDown') focusAt(menu.current, at + 1);
    else if (event.key === 'ArrowUp') focusAt(menu.current, at - 1);
    else if (event.key === 'Home') focusAt(menu.current, 0);
    else if (event.key === 'End') focusAt(menu.current, items.length - 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      class="menuAnchor"
      ref={anchor}
      onFocusOut={({ relatedTarget, currentTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <IconButton icon={icon} label={label} menu expanded={open} onClick={() => setOpen(!open)} />
      {open && (
        <div class="menu" popover="manual" role="menu" aria-label={label} ref={menu} onKeyDown={onKeyDown}>
          {entries.map((entry) => (
            <button
              key={entry.label}
              type="button"
              role="menuitem"
              class="menuEntry"
              disabled={entry.disabled ?? false}
              onClick={() => {
                close();
                entry.onPick();
              }}
            >
              <Icon name={entry.icon} />
              {entry.label}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}

/** Below the button where there is room, else above it; never out of the window. */
function place(menu: HTMLElement, button: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = button.bottom + height <= innerHeight;
  menu.style.top = `${Math.max(0, below ? button.bottom : button.top - height)}px`;
  menu.style.left = `${Math.max(0, Math.min(button.left, innerWidth - width))}px`;
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]:enabled') ?? []),
];

/** Counts around the ends. */
function focusAt(menu: HTMLElement | null, at: number): void {
  const items = itemsOf(menu);
  items[(at + items.length) % items.length]?.focus();
}
