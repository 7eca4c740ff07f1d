import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { CopyButton } from './copyButton.tsx';
import { isContainer, Leaf, sizeOf, summaryOf } from './jsonValue.tsx';
import { keepOneTabStop, moveFocus } from './treeFocus.ts';

const entriesAtOnce = 100;

/** A value as a tree whose objects and arrays fold. What is folded is not built. */
export function JsonTree({ value, label }: { value: unknown; label: string }): JSX.Element {
  const tree = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (tree.current) keepOneTabStop(tree.current);
  });
  return (
    <div class="tree" role="tree" aria-label={label} ref={tree} onKeyDown={moveFocus}>
      {isContainer(value) && sizeOf(value) > 0 ? (
        <Entries of={value} level={1} />
      ) : (
        <Node name={undefined} value={value} level={1} position={1} count={1} />
      )}
    </div>
  );
}

function Entries({ of, level }: { of: object; level: number }): JSX.Element {
  const [limit, setLimit] = useState(entriesAtOnce);
  const names = useMemo(() => (Array.isArray(of) ? undefined : Object.keys(of)), [of]);
  const count = names?.length ?? sizeOf(of);
  const shown = Math.min(limit, count);
  const values = of as Readonly<Record<string, unknown>>;
  return (
    <>
      {Array.from({ length: shown }, (_, index) => {
        const name = names ? (names[index] ?? '') : String(index);
        return <Node key={name} name={name} value={values[name]} level={level} position={index + 1} count={count} />;
      })}
      {count > shown && <More rest={count - shown} level={level} onOpen={() => setLimit(limit + entriesAtOnce)} />}
    </>
  );
}

interface NodeProps {
  name: string | undefined;
  value: unknown;
  level: number;
  position: number;
  count: number;
}

function Node({ name, value, level, position, count }: NodeProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const folds = isContainer(value) && sizeOf(value) > 0;
  const summary = summaryOf(value);
  const copyText = () => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (isCopy(event)) void navigator.clipboard.writeText(copyText()).catch(() => undefined);
    else if (folds && event.key === 'ArrowRight' && !open) setOpen(true);
    else if (folds && event.key === 'ArrowLeft' && open) setOpen(false);
    else if (folds && (event.key === 'Enter' || event.key === ' ')) setOpen(!open);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={count}
      aria-label={name === undefined ? summary : `${name}: ${summary}`}
      {...(folds && { 'aria-expanded': open })}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div class={`row${folds ? ' folds' : ''}`} onClick={() => folds && !hasSelection() && setOpen(!open)}>
        <Icon name={folds ? (open ? 'chevron-down' : 'chevron-right') : 'blank'} />
        <span class="entry">
          {name !== undefined && <span class="json-name">{name}</span>}
          {name !== undefined && ': '}
          {isContainer(value) ? <span class="fine">{summary}</span> : <Leaf value={value} />}
        </span>
        <CopyButton text={copyText} label={name === undefined ? 'Copy' : `Copy ${name}`} />
      </div>
      {open && folds && (
        <div role="group">
          <Entries of={value} level={level + 1} />
        </div>
      )}
    </div>
  );
}

function More({ rest, level, onOpen }: { rest: number; level: number; onOpen: () => void }): JSX.Element {
  const words = `Show ${Math.min(rest, entriesAtOnce)} of ${rest} more`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    onOpen();
  };
  return (
    <div role="treeitem" aria-level={level} aria-label={words} tabIndex={-1} onKeyDown={onKeyDown}>
      <div class="row folds more" onClick={onOpen}>
        <Icon name="blank" />
        {words}
      </div>
    </div>
  );
}

const isCopy = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'c' && (ctrlKey || metaKey) && !hasSelection();

/** A click that ends the marking of text is none. */
const hasSelection = (): boolean => getSelection()?.type === 'Range';
