const count = new Intl.NumberFormat('en-US');

/** "12,345". */
export const formatCount = (value: number): string => count.format(value);

/** "0.4 s", "12 s", "2 min 5 s". */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** "$1.23", "$0.0042", "under $0.0001". */
export function formatCost(costUsd: number): string {
  if (costUsd > 0 && costUsd < 0.0001) return 'under $0.0001';
  return `$${costUsd.toFixed(costUsd < 0.1 ? 4 : 2)}`;
}
