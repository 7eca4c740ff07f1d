import type { JSX } from 'preact';
import type { AudioPart } from '../../../protocol/cellResult.ts';
import { lazy } from '../lazy.tsx';
import { usePost } from '../post.ts';

const AudioPlayer = lazy(
  () => import('../../audio/audioPlayer.tsx'),
  ({ AudioPlayer: component }) => component,
  { what: 'The player' },
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
