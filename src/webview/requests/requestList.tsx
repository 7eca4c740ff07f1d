import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatCost, formatCount } from '../../protocol/figures.ts';
import type { RequestRow } from '../../protocol/requests.ts';
import { Icon } from '../icon.tsx';
import { formatMs } from './formatMs.ts';

const rowPx = 22;
/** Rows drawn above and below those that are seen. */
const spare = 12;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const columns = ['Time', 'Feature', 'Request', 'Model', 'Status', 'First token', 'Duration', 'Tokens', 'Cost'];

interface ListProps {
  rows: readonly RequestRow[];
  chosenId: number | undefined;
  onChoose: (id: number | undefined) => void;
}

/** The rows that are in view, of as many as there are. Follows new ones while its end is in view. */
export function RequestList({ rows, chosenId, onChoose }: ListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const follows = useRef(true);
  const look = () => {
    const { current } = list;
    if (!current) return;
    const { scrollTop: top, clientHeight: height, scrollHeight } = current;
    follows.current = top + height >= scrollHeight - rowPx;
    setView((before) => (top === before.top && height === before.height ? before : { top, height }));
  };
  useEffect(() => {
    if (!list.current) return;
    const observer = new ResizeObserver(look);
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (list.current && follows.current) list.current.scrollTop = list.current.scrollHeight;
    look();
  }, [rows.length]);
  const chosenIndex = rows.findIndex(({ id }) => id === chosenId);
  const choose = (index: number) => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    onChoose(next?.id);
    if (list.current && next) reveal(list.current, rows.indexOf(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / rowPx) - 2);
    const target = targetOf(event.key, { index: chosenIndex, last: rows.length - 1, page });
    if (event.key === 'Escape') onChoose(undefined);
    else if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    else choose(target);
    event.preventDefault();
  };
  const first = Math.max(0, Math.floor(view.top / rowPx) - spare);
  const drawn = rows.slice(first, first + Math.ceil(view.height / rowPx) + 2 * spare);
  return (
    <div
      class="list"
      ref={list}
      role="grid"
      aria-label="Requests"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={chosenIndex < 0 ? undefined : `request-${chosenId}`}
      tabIndex={0}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <div class="listRow head" role="row" aria-rowindex={1}>
        {columns.map((name) => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
      <div class="rows" role="rowgroup" style={{ height: `${rows.length * rowPx}px` }}>
        {drawn.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            index={first + index}
            chosen={row.id === chosenId}
            onChoose={() => onChoose(row.id)}
          />
        ))}
      </div>
    </div>
  );
}

function Row(props: { row: RequestRow; index: number; chosen: boolean; onChoose: () => void }): JSX.Element {
  const { row, index, chosen, onChoose } = props;
  const { id, startedAt, feature, attempt, method, path, model, firstTokenMs, durationMs, costUsd } = row;
  const tokens =
    row.inputTokens === undefined ? '' : `${formatCount(row.inputTokens)} → ${formatCount(row.outputTokens ?? 0)}`;
  const cells = [
    clock.format(startedAt),
    feature,
    `${method} ${path}${attempt > 1 ? ` (attempt ${attempt})` : ''}`,
    model ?? '',
    <Status row={row} />,
    firstTokenMs === undefined ? '' : formatMs(firstTokenMs),
    durationMs === undefined ? '' : formatMs(durationMs),
    tokens,
    costUsd === undefined ? '' : formatCost(costUsd),
  ];
  return (
    <div
      id={`request-${id}`}
      class={`listRow ${row.state}${chosen ? ' chosen' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      style={{ top: `${index * rowPx}px` }}
      onClick={onChoose}
    >
      {cells.map((cell, column) => (
        <span key={column} role="gridcell" {...(typeof cell === 'string' && { title: cell })}>
          {cell}
        </span>
      ))}
    </div>
  );
}

/** The status of HTTP with what became of the request, in words for who sees no colours. */
export function Status({ row: { state, status, problem } }: { row: RequestRow }): JSX.Element {
  const icons = { running: 'loading', done: 'pass', failed: 'error', cancelled: 'circle-slash' } as const;
  const words = state === 'done' ? '' : state;
  return (
    <span class={`status ${state}`} title={problem ?? state}>
      <Icon name={icons[state]} spin={state === 'running'} /> {status} {words}
    </span>
  );
}

function reveal(list: HTMLElement, index: number): void {
  const top = index * rowPx;
  if (top < list.scrollTop) list.scrollTop = top;
  // One row more: the head covers the first.
  else if (top + 2 * rowPx > list.scrollTop + list.clientHeight) list.scrollTop = top + 2 * rowPx - list.clientHeight;
}

function targetOf(
  key: string,
  { index, last, page }: { index: number; last: number; page: number },
): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index < 0 ? last : index - 1;
    case 'PageDown':
      return index + page;
    case 'PageUp':
      return index < 0 ? last : index - page;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
