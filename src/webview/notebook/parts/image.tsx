import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ImagePart } from '../../../protocol/cellResult.ts';
import { Icon } from '../../icon.tsx';
import { usePost } from '../post.ts';

/** Images that came one after another, side by side. */
export function ImageGallery({ images }: { images: readonly ImagePart[] }): JSX.Element {
  return (
    <div class="part gallery">
      {images.map((image, index) => (
        <ImageView key={index} image={image} number={images.length > 1 ? index + 1 : undefined} />
      ))}
    </div>
  );
}

function ImageView({ image, number }: { image: ImagePart; number: number | undefined }): JSX.Element {
  const { mimeType, base64, caption, partial = false } = image;
  const post = usePost();
  const [full, setFull] = useState(false);
  const [broken, setBroken] = useState<string>();
  const name = `Image${number === undefined ? '' : ` ${number}`}`;
  const action = full ? 'Fit to the cell' : 'Show in full size';
  return (
    <figure class={`image${full ? ' full' : ''}${partial ? ' partial' : ''}`}>
      {broken === base64 ? (
        <p class="fine">{name} cannot be shown: its data is damaged.</p>
      ) : (
        <button type="button" class="imageFrame" title={action} aria-pressed={full} onClick={() => setFull(!full)}>
          <img
            src={`data:${mimeType};base64,${base64}`}
            alt={caption ?? name}
            onError={() => setBroken(base64)}
            onLoad={() => setBroken(undefined)}
          />
        </button>
      )}
      <figcaption>
        <span class="caption">{partial ? 'Still being drawn…' : caption}</span>
        {post && !partial && (
          <button
            type="button"
            class="smallButton"
            aria-label={`Save ${name}`}
            onClick={() => post({ type: 'save', part: image })}
          >
            <Icon name="save" />
            Save
          </button>
        )}
      </figcaption>
    </figure>
  );
}
