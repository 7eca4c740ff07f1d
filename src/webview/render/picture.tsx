import { useState } from 'preact/hooks';
import type { ImageData } from '../../agent/serverCall.ts';
import { useHost } from '../host.ts';
import { IconButton } from '../icon.tsx';

/** Which image or sound of the transcript. */
export interface MediaPlace {
  itemId: string;
  /** Among those of the item, from 0. */
  index: number;
}

/** An image of an answer. With `media` it can be saved, opened and copied. */
export function Picture(props: { image: ImageData; alt: string; caption?: string | undefined; media?: MediaPlace }) {
  const { image, alt, caption, media } = props;
  const host = useHost();
  const [broken, setBroken] = useState<string>();
  if (broken === image.data) return <p class="imageError">This image cannot be shown: its data is damaged.</p>;
  const address = `data:${image.mediaType};base64,${image.data}`;
  return (
    <figure class={`picture${media ? '' : ' partial'}`}>
      <img src={address} alt={alt} onError={() => setBroken(image.data)} />
      <figcaption>
        <span class="fine">{caption}</span>
        {media && (
          <span class="pictureActions">
            <IconButton icon="save" label="Save image" onClick={() => host.attempt(host.call('saveMedia', media))} />
            <IconButton
              icon="open-preview"
              label="Open image"
              onClick={() => host.attempt(host.call('openImage', media))}
            />
            <IconButton icon="copy" label="Copy image" onClick={() => host.attempt(copyImage(address))} />
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** Puts it on the clipboard as PNG, the one format that every clipboard takes. Rejects with a sentence. */
async function copyImage(address: string): Promise<void> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  const png = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!png) throw new Error('The image cannot be copied. Save it instead.');
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  } catch (error) {
    throw new Error('The clipboard cannot be used. Save the image instead.', { cause: error });
  }
}
