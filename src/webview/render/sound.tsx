import { useHost } from '../host.ts';
import { lazy } from '../notebook/lazy.tsx';
import type { MediaPlace } from './picture.tsx';

const AudioPlayer = lazy(
  () => import('../audio/audioPlayer.tsx'),
  ({ AudioPlayer: component }) => component,
  { what: 'The player' },
);

/** What was said, to be heard. With `media` it can be saved. */
export function Sound(props: { audio: { mediaType: string; data: string }; label?: string; media?: MediaPlace }) {
  const { audio, label = 'Spoken answer', media } = props;
  const host = useHost();
  const save = media && { onSave: () => host.attempt(host.call('saveMedia', media)) };
  return (
    <div class="sound">
      <AudioPlayer audio={{ mimeType: audio.mediaType, base64: audio.data }} label={label} {...save} />
    </div>
  );
}
