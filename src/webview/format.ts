const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** "12 s" while it is near, "at 14:32" when it is not. `at` and `now` are milliseconds since the epoch. */
export function formatWait(at: number, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  return seconds < 120 ? `in ${Math.max(seconds, 0)} s` : `at ${clock.format(at)}`;
}

/** The time of today's dates, the day of others. Both in milliseconds since the epoch. */
export function formatDate(at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? clock.format(at) : day.format(at);
}
