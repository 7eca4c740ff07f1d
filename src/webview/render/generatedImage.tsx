import { useContext } from 'preact/hooks';
import type { ServerCall } from '../../agent/serverCall.ts';
import type { ServerCallItem } from '../../agent/transcript.ts';
import { Picture } from './picture.tsx';
import { Previews } from './previews.ts';

/** A generated image, before that how it looks so far. */
export function GeneratedImage(props: {
  item: ServerCallItem;
  call: Extract<ServerCall, { kind: 'imageGeneration' }>;
}) {
  const { item, call } = props;
  const preview = useContext(Previews)[item.id];
  if (call.error !== undefined) return <p class="imageError">{call.error}</p>;
  if (call.image) {
    const alt = call.prompt ?? 'Generated image';
    return <Picture image={call.image} alt={alt} caption={call.prompt} media={{ itemId: item.id, index: 0 }} />;
  }
  if (item.status === 'running' && preview) {
    return <Picture image={preview} alt="The image so far" caption="Still being drawn…" />;
  }
  return null;
}
