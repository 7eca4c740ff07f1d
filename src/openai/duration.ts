/** "0.5 s", "12 s", "2 min 5 s", "1 h 30 min": as a person would say how long to wait. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.max(0.1, Math.round(durationMs / 100) / 10)} s`;
  const seconds = Math.ceil(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return join(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.ceil(seconds / 60);
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
