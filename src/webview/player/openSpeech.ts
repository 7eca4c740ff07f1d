import type { Speech, SpeechAudio } from '../../protocol/player.ts';
import { decode } from '../audio/decode.ts';
import { Playback } from '../audio/playback.ts';

export interface OpenSpeech {
  /** As it stands; its audio is in `playback`. */
  shown: Speech;
  playback: Playback;
  /** True where a piece came that the browser cannot play. */
  undecodable: boolean;
  append(audio: SpeechAudio): void;
  change(state: Pick<Speech, 'state' | 'status'>): void;
}

/** A speech that grows while it is played. `onChange` is told to draw it. */
export function openSpeech(begun: Speech, onChange: () => void): OpenSpeech {
  const playback = new Playback(onChange);
  // One after another: a piece that decodes fast must not overtake.
  let decoded = Promise.resolve();
  const speech: OpenSpeech = {
    shown: begun,
    playback,
    undecodable: false,
    append: (audio) => {
      decoded = decoded.then(async () => {
        try {
          playback.append(await decode(audio));
        } catch {
          speech.undecodable = true;
          onChange();
        }
      });
    },
    change: (state) => {
      speech.shown = { ...speech.shown, ...state };
      if (state.state !== 'running') void decoded.then(() => playback.finish());
      onChange();
    },
  };
  for (const audio of begun.audio) speech.append(audio);
  if (begun.state !== 'running') speech.change(begun);
  return speech;
}
