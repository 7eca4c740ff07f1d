import type { JSX } from 'preact';
import { formatCount } from '../../protocol/figures.ts';

const longestShown = 5_000;

/** True for what has entries: an object or an array. */
export const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const sizeOf = (value: object): number => (Array.isArray(value) ? value.length : Object.keys(value).length);

/** `[3 items]`, `{1 key}`; of a plain value its beginning. */
export function summaryOf(value: unknown): string {
  if (!isContainer(value)) return written(value).slice(0, 80);
  const size = sizeOf(value);
  const [open, unit, close] = Array.isArray(value) ? ['[', 'item', ']'] : ['{', 'key', '}'];
  return size === 0 ? `${open}${close}` : `${open}${formatCount(size)} ${unit}${size === 1 ? '' : 's'}${close}`;
}

/** A value that holds no others, coloured by its type. */
export function Leaf({ value }: { value: unknown }): JSX.Element {
  const text = written(value);
  const rest = text.length - longestShown;
  return (
    <span class={`json-${value === null ? 'null' : typeof value}`}>
      {rest > 0 ? `${text.slice(0, longestShown)}…` : text}
      {rest > 0 && <span class="fine"> {formatCount(rest)} characters more</span>}
    </span>
  );
}

const written = (value: unknown): string => JSON.stringify(value);
