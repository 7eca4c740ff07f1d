/** A range of numbers and the round ones within it. */
export interface Axis {
  min: number;
  max: number;
  ticks: readonly number[];
  /** Writes a tick with as many digits as the distance to the next one asks for. */
  format: (value: number) => string;
}

/** An axis that holds all values, with about `count` ticks at round distances. */
export function axisOf(values: Iterable<number>, count: number): Axis {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = low === 0 ? [0, 1] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  const step = roundStep((high - low) / count);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return {
    min: first * step,
    max: last * step,
    ticks,
    format: formatFor(step, Math.max(Math.abs(low), Math.abs(high))),
  };
}

/** The next of 1, 2 or 5 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * 0.999) ?? 10;
  return factor * power;
}

function formatFor(step: number, largest: number): (value: number) => string {
  if (largest >= 1e9 || step < 1e-6) return (value) => value.toExponential(1);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (value) => format.format(value === 0 ? 0 : value);
}
