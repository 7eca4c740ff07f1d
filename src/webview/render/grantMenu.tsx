import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { coverageOf, scopesOf, type ApprovalRequest, type GrantScope } from '../../agent/approval.ts';

const texts: Record<GrantScope, { title: string; where: string }> = {
  conversation: { title: 'For this conversation', where: 'in this conversation, until the window closes' },
  workspace: { title: 'In this workspace', where: 'in this workspace, in every conversation' },
  always: { title: 'Always', where: 'in every workspace' },
};

interface Props {
  request: ApprovalRequest;
  disabled: boolean;
  onGrant: (scope: GrantScope) => void;
}

/** The button that opens how far an approval may reach, and says of each exactly what it would approve. */
export function GrantMenu({ request, disabled, onGrant }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<VscodeButton>(null);
  const list = useRef<HTMLDivElement>(null);
  // Not before the key that opened it is done with: Enter would take the first entry at once.
  useEffect(() => {
    if (open) focusAt(list.current, 0);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsOf(list.current);
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'ArrowDown') focusAt(list.current, at + 1);
    else if (event.key === 'ArrowUp') focusAt(list.current, at - 1);
    else if (event.key === 'Home') focusAt(list.current, 0);
    else if (event.key === 'End') focusAt(list.current, items.length - 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <vscode-button
        ref={button}
        secondary
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        Approve for longer…
      </vscode-button>
      {open && !disabled && (
        <div class="grantMenu" role="menu" id={id} ref={list} aria-label="Approve for longer" onKeyDown={onKeyDown}>
          {scopesOf(request).map((scope) => (
            <button key={scope} type="button" role="menuitem" class="grant" onClick={() => onGrant(scope)}>
              <span class="grantTitle">{texts[scope].title}</span>
              <span class="grantCoverage">
                {coverageOf(request)} {texts[scope].where}
                {request.kind === 'write' && '; protected files still ask'}
              </span>
            </button>
          ))}
        </div>
      )}
    </>
  );
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

/** Counts around the ends. */
function focusAt(menu: HTMLElement | null, at: number): void {
  const items = itemsOf(menu);
  items[(at + items.length) % items.length]?.focus();
}
