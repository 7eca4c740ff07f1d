import { peaksOf } from './samples.ts';

const bars = 100;
const height = 20;

/** An SVG path of bars, 100 wide and 20 high, that shows how loud the pieces are from beginning to end. */
export function waveformPath(pieces: readonly AudioBuffer[]): string {
  const frames = pieces.reduce((sum, { length }) => sum + length, 0);
  if (frames === 0) return '';
  const peaks = pieces.flatMap((buffer) =>
    // At least one a piece: a few too many do not show.
    peaksOf(buffer.getChannelData(0), Math.max(1, Math.round((buffer.length / frames) * bars))),
  );
  const width = 100 / peaks.length;
  return peaks
    .map((peak, index) => {
      const half = Math.max(0.3, (peak * height) / 2);
      const [x, y] = [(index * width).toFixed(2), (height / 2 - half).toFixed(2)];
      return `M${x} ${y}h${(width * 0.7).toFixed(2)}v${(2 * half).toFixed(2)}h-${(width * 0.7).toFixed(2)}z`;
    })
    .join('');
}
