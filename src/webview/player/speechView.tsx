import type { JSX } from 'preact';
import { Controls } from '../audio/controls.tsx';
import type { OpenSpeech } from './openSpeech.ts';

/** The speech panel: controls, how far it is, the text. */
export function SpeechView(props: {
  speech: OpenSpeech | undefined;
  /** Why the last call failed. */
  failure: string | undefined;
  call: (method: 'stop' | 'save') => void;
}): JSX.Element {
  const { speech, failure, call } = props;
  if (!speech) return <p class="status">Nothing is spoken yet.</p>;
  const { shown, playback } = speech;
  const running = shown.state === 'running';
  const silent = running && playback.duration > 0 && playback.position === 0 && !playback.playing;
  const note = speech.undecodable
    ? 'This cannot be played here. Save it instead.'
    : silent
      ? 'Press Play to listen.'
      : undefined;
  const saving = running || (playback.duration === 0 && !speech.undecodable) ? undefined : () => call('save');
  return (
    <main>
      <Controls playback={playback} label="Speech" note={note} onSave={saving} />
      <div class="bar">
        <span class={`status ${shown.state}`} role="status">
          {shown.status}
        </span>
        {running && (
          <button type="button" class="stop" onClick={() => call('stop')}>
            Stop
          </button>
        )}
      </div>
      {failure !== undefined && (
        <p class="status failed" role="alert">
          {failure}
        </p>
      )}
      <p class="voice">{shown.voice}</p>
      <blockquote class="spoken">{shown.text}</blockquote>
    </main>
  );
}
