import type { JSX } from 'preact';
import type { ProgressPart } from '../../../protocol/cellResult.ts';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function ProgressView({ part: { label, fraction, events } }: { part: ProgressPart }): JSX.Element {
  const percent = fraction === undefined ? undefined : Math.round(100 * Math.min(1, Math.max(0, fraction)));
  const known = percent === undefined ? {} : { 'aria-valuenow': percent };
  return (
    <section class="part progress">
      <div class="head">
        <h4 class="label">{label}</h4>
        {percent !== undefined && <span class="fine">{percent} %</span>}
      </div>
      <div class="track" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} {...known}>
        <span
          class={percent === undefined ? 'sliding' : ''}
          style={percent === undefined ? {} : { width: `${percent}%` }}
        />
      </div>
      {events.length > 0 && (
        <div class="events" role="log" aria-label="Events" tabIndex={0}>
          {events.map(({ at, text }, index) => (
            <p key={index}>
              {at !== undefined && <time class="fine">{formatTime(at)}</time>}
              <span>{text}</span>
            </p>
          ))}
        </div>
      )}
    </section>
  );
}

/** `atMs` is in milliseconds since the epoch; empty for what is no time. */
const formatTime = (atMs: number): string => (Math.abs(atMs) <= 8.64e15 ? time.format(atMs) : '');
