/** Audio that can be played by itself: raw samples (`audio/L16;rate=24000`) or a whole file. */
export interface SpeechAudio {
  mimeType: string;
  base64: string;
}

/** What the speech panel shows. */
export interface Speech {
  /** What is spoken. */
  text: string;
  /** `gpt-4o-mini-tts, alloy`. */
  voice: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  /** A sentence on how far it is, what it cost or why it failed. */
  status: string;
  /** Played one after another. */
  audio: readonly SpeechAudio[];
}

/** What the panel asks of the extension. */
export interface PlayerMethods {
  /** Answered with the speech so far; absent where there is none yet. */
  ready: () => Speech | undefined;
  /** Ends the request; what has come stays. */
  stop: () => void;
  save: () => void;
}

/** What the extension tells the panel. */
export interface PlayerEvents {
  /** Another speech takes the place of the last. */
  begin: Speech;
  audio: SpeechAudio;
  state: Pick<Speech, 'state' | 'status'>;
}
