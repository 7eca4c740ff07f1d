const count = new Intl.NumberFormat('en-US');
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

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

/** "12 s" while it is near, "at 14:32" when it is not. `at` and `now` are milliseconds since the epoch. */
export function formatWait(at: number, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  return seconds < 120 ? `in ${Math.max(seconds, 0)} s` : `at ${clock.format(at)}`;
}

/** The time of today's dates, the day of others. Both in milliseconds since the epoch. */
export function formatDate(at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? clock.format(at) : day.format(at);
}
