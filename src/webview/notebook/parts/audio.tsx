import type { JSX } from 'preact';
import type { AudioPart } from '../../../protocol/cellResult.ts';
import type { AudioPlayerProps } from '../../audio/audioPlayer.tsx';
import { lazy } from '../lazy.tsx';
import { usePost } from '../post.ts';

const AudioPlayer = lazy<AudioPlayerProps>(
  () => import('../../audio/audioPlayer.tsx').then(({ AudioPlayer: component }) => component),
  () => <p class="fine">The player is being loaded…</p>,
);

export function AudioView({ part }: { part: AudioPart }): JSX.Element {
  const post = usePost();
  const onSave = post && (() => post({ type: 'save', part }));
  return (
    <section class="part audio">
      <AudioPlayer audio={part} label="Audio" onSave={onSave} />
      {part.transcript !== undefined && part.transcript !== '' && (
        <blockquote class="transcript asWritten" aria-label="Transcript">
          {part.transcript}
        </blockquote>
      )}
    </section>
  );
}
