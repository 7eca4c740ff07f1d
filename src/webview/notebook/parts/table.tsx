import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { CellValue, TablePart } from '../../../protocol/cellResult.ts';
import { formatCount } from '../../../protocol/figures.ts';
import { Icon } from '../../icon.tsx';
import { CopyButton } from '../copyButton.tsx';
import { toDelimited } from '../delimited.ts';

const rowsAtOnce = 200;

interface Order {
  column: number;
  descending: boolean;
}

export function TableView({ part: { label, columns, rows, note } }: { part: TablePart }): JSX.Element {
  const [order, setOrder] = useState<Order>();
  const [limit, setLimit] = useState(rowsAtOnce);
  const sorted = useMemo(() => (order ? rows.toSorted((a, b) => compare(a, b, order)) : rows), [rows, order]);
  const sortBy = (column: number) => setOrder(next(order, column));
  return (
    <section class="part" aria-label={label ?? 'Table'}>
      <div class="head">
        {label !== undefined && <h4 class="label">{label}</h4>}
        <span class="fine">{rows.length === 1 ? '1 row' : `${formatCount(rows.length)} rows`}</span>
        <CopyButton text={() => toDelimited(columns, sorted, ',')} label="Copy as CSV" caption="CSV" />
        <CopyButton text={() => toDelimited(columns, sorted, '\t')} label="Copy as TSV" caption="TSV" />
      </div>
      <div class="tableFrame tall" tabIndex={0}>
        <table class="data">
          <thead>
            <tr>
              {columns.map((name, column) => (
                <th key={column} scope="col" aria-sort={sortOf(order, column)}>
                  <button type="button" title={`Sort by ${name}`} onClick={() => sortBy(column)}>
                    {name}
                    {order?.column === column && <Icon name={order.descending ? 'arrow-down' : 'arrow-up'} />}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, limit).map((row, index) => (
              <tr key={index}>
                {columns.map((_, column) => (
                  <Cell key={column} value={row[column] ?? null} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > limit && (
        <button type="button" class="smallButton" onClick={() => setLimit(limit + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, sorted.length - limit)} more
        </button>
      )}
      {note !== undefined && <p class="fine">{note}</p>}
    </section>
  );
}

function Cell({ value }: { value: CellValue }): JSX.Element {
  if (value === null) return <td class="fine">–</td>;
  if (typeof value === 'string') return <td>{value}</td>;
  return <td class={typeof value}>{String(value)}</td>;
}

/** First up, then down, then as they came. */
function next(order: Order | undefined, column: number): Order | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

function sortOf(order: Order | undefined, column: number): 'ascending' | 'descending' | 'none' {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

/** Numbers by their size, all else as text with numbers in it; what is missing comes last. */
function compare(a: readonly CellValue[], b: readonly CellValue[], { column, descending }: Order): number {
  const [left, right] = [a[column] ?? null, b[column] ?? null];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const difference =
    typeof left === 'number' && typeof right === 'number' ? left - right : byText.compare(String(left), String(right));
  return descending ? -difference : difference;
}

const byText = new Intl.Collator(undefined, { numeric: true });
