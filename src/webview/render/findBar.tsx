import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { FindQuery } from '../../agent/findPattern.ts';
import { Icon, IconButton } from '../icon.tsx';
import type { Finding } from './useFind.ts';

type Switch = 'matchCase' | 'wholeWord' | 'regex';

const switches: readonly { name: Switch; key: string; label: string; icon: string }[] = [
  { name: 'matchCase', key: 'KeyC', label: 'Match Case', icon: 'case-sensitive' },
  { name: 'wholeWord', key: 'KeyW', label: 'Match Whole Word', icon: 'whole-word' },
  { name: 'regex', key: 'KeyR', label: 'Use Regular Expression', icon: 'regex' },
];

/** Where one writes what to find in the conversation. It takes the focus whenever `finds` grows. */
export function FindBar(props: {
  finding: Finding;
  finds: number;
  log: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const { finding, finds, log, onClose } = props;
  const { query, setQuery, number, total, problem, go } = finding;
  const field = useRef<HTMLInputElement>(null);
  const before = useRef(document.activeElement);
  useEffect(() => {
    const selected = selectedIn(log.current);
    if (selected !== '') setQuery({ ...query, text: selected, regex: false });
    field.current?.focus();
    field.current?.select();
  }, [finds]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F3') return;
      take(event);
      go(event.shiftKey ? -1 : 1);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
  const close = () => {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
  const turn = (name: Switch) => setQuery({ ...query, [name]: !query[name] });
  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = event.altKey && !event.ctrlKey ? switches.find(({ key }) => key === event.code) : undefined;
    if (pressed) turn(pressed.name);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === field.current && !event.isComposing) go(event.shiftKey ? -1 : 1);
    else return;
    take(event);
  };
  const none = total === undefined || total === 0;
  return (
    <div class="findBar" role="search" aria-label="Find in chat" onKeyDown={onKeyDown}>
      <div class={`findField${problem === undefined ? '' : ' findProblem'}`}>
        <input
          ref={field}
          type="text"
          aria-label="Find"
          placeholder="Find"
          spellcheck={false}
          value={query.text}
          onInput={(event) => setQuery({ ...query, text: event.currentTarget.value })}
        />
        {switches.map(({ name, label, icon }) => (
          <SwitchButton key={name} icon={icon} label={label} on={query[name]} onTurn={() => turn(name)} />
        ))}
      </div>
      <IconButton icon="arrow-up" label="Previous match (Shift+Enter)" disabled={none} onClick={() => go(-1)} />
      <IconButton icon="arrow-down" label="Next match (Enter)" disabled={none} onClick={() => go(1)} />
      <IconButton icon="close" label="Close (Escape)" onClick={close} />
      <span class={`findCount${total === 0 ? ' findNone' : ''}`} role="status">
        {countText(query, number, total, problem)}
      </span>
    </div>
  );
}

function SwitchButton(props: { icon: string; label: string; on: boolean; onTurn: () => void }) {
  const { icon, label, on, onTurn } = props;
  return (
    <button type="button" class="iconButton" aria-label={label} title={label} aria-pressed={on} onClick={onTurn}>
      <Icon name={icon} />
    </button>
  );
}

function countText({ text }: FindQuery, number?: number, total?: number, problem?: string): string {
  if (problem !== undefined) return problem;
  if (text === '' || total === undefined) return '';
  return total === 0 ? 'No results' : `${number ?? '?'} of ${total}`;
}

/** VS Code must not take the key too. */
function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** What is selected there, if it is on one line. */
function selectedIn(log: HTMLElement | null): string {
  const selection = getSelection();
  const text = selection?.toString().trim() ?? '';
  return log?.contains(selection?.anchorNode ?? null) && text.length < 200 && !text.includes('\n') ? text : '';
}
