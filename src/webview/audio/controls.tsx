import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Playback } from './playback.ts';
import { waveformPath } from './waveform.ts';

const redrawEveryMs = 100;
const arrowSeconds = 5;

/** `0:07`, `12:34`. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A function that draws the component anew. */
export function useRedraw(): () => void {
  const [, setDrawn] = useState(0);
  return useCallback(() => setDrawn((drawn) => drawn + 1), []);
}

/** Play, position and Save for a playback. `note` stands beside the time: what it waits for, what it cannot do. */
export function Controls(props: {
  playback: Playback;
  label: string;
  note?: string | undefined;
  onSave?: (() => void) | undefined;
}): JSX.Element {
  const { playback, label, note, onSave } = props;
  const { playing, position, duration } = playback;
  useTick(playing);
  const disabled = duration === 0;
  const seekBy = (seconds: number) => playback.seek(playback.position + seconds);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = Math.min(arrowSeconds, duration / 10);
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.altKey || event.ctrlKey || event.metaKey || disabled) return;
    if (event.key === ' ' && !onButton) playback.toggle();
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') seekBy(step);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') seekBy(-step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="audioPlayer" role="group" aria-label={label} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="audioButton"
        aria-label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause' : 'Play'}
        disabled={disabled}
        onClick={() => playback.toggle()}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d={playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11l9-5.5z'} />
        </svg>
      </button>
      <div class="audioTrack">
        <Waveform playback={playback} played={duration === 0 ? 0 : position / duration} />
        <input
          type="range"
          class="audioSeek"
          aria-label="Position"
          aria-valuetext={`${formatTime(position)} of ${formatTime(duration)}`}
          min={0}
          max={duration || 1}
          step={0.01}
          value={position}
          disabled={disabled}
          onInput={(event) => playback.seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <span class="audioTime">
        {formatTime(position)} / {formatTime(duration)}
      </span>
      {onSave && (
        <button type="button" class="audioButton" aria-label="Save As…" title="Save As…" onClick={onSave}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M7.25 1.5h1.5v6.2l2.2-2.2 1.05 1.05L8 10.55l-4-4L5.05 5.5l2.2 2.2zM2 12.5h12V14H2z" />
          </svg>
        </button>
      )}
      {note !== undefined && (
        <span class="audioNote" role="status">
          {note}
        </span>
      )}
    </div>
  );
}

function Waveform({ playback, played }: { playback: Playback; played: number }): JSX.Element {
  const { pieces } = playback;
  const path = useMemo(() => waveformPath(pieces), [pieces.length]);
  return (
    <svg class="audioWave" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <path class="audioWaveAll" d={path} />
      <svg x="0" y="0" width={played * 100} height="20" viewBox={`0 0 ${Math.max(0.01, played * 100)} 20`}>
        <path class="audioWavePlayed" d={path} />
      </svg>
    </svg>
  );
}

/** Draws anew at regular times while `active`. */
function useTick(active: boolean): void {
  const redraw = useRedraw();
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(redraw, redrawEveryMs);
    return () => clearInterval(timer);
  }, [active, redraw]);
}
