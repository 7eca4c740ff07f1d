import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Controls, useRedraw } from './controls.tsx';
import { decode } from './decode.ts';
import { Playback } from './playback.ts';

export interface AudioPlayerProps {
  /** `audio/L16;rate=24000` for raw 16-bit little-endian mono samples. */
  audio: { mimeType: string; base64: string };
  /** Its name for a screen reader. */
  label: string;
  onSave?: (() => void) | undefined;
}

/** Plays audio by WebAudio: a webview of notebooks allows no media element. Decodes when it comes into sight. */
export function AudioPlayer({ audio: { mimeType, base64 }, label, onSave }: AudioPlayerProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const redraw = useRedraw();
  const [failed, setFailed] = useState(false);
  const playback = useMemo(() => new Playback(redraw), [mimeType, base64, redraw]);
  useEffect(() => {
    let gone = false;
    setFailed(false);
    const load = async () => {
      try {
        const buffer = await decode({ mimeType, base64 });
        if (gone) return;
        playback.append(buffer);
        playback.finish();
      } catch {
        // The browser says no more than that it cannot.
        if (!gone) setFailed(true);
      }
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void load();
    });
    if (root.current) observer.observe(root.current);
    return () => {
      gone = true;
      observer.disconnect();
      playback.dispose();
    };
  }, [mimeType, base64, playback]);
  const note = failed ? `${formatOf(mimeType)} cannot be played here.${onSave ? ' Save it instead.' : ''}` : undefined;
  return (
    <div ref={root}>
      <Controls playback={playback} label={label} note={note} onSave={onSave} />
    </div>
  );
}

const formatOf = (mimeType: string): string => mimeType.split(';')[0] ?? mimeType;
