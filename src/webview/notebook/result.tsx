import type { JSX } from 'preact';
import type { ImagePart } from '../../protocol/cellResult.ts';
import { Icon } from '../icon.tsx';
import { PartBoundary } from './partBoundary.tsx';
import { PartView } from './partView.tsx';
import { ImageGallery } from './parts/image.tsx';
import { onClick, onKey } from './clicks.ts';
import { usePost } from './post.ts';
import type { ReadPart, ReadResult } from './readResult.ts';

const states: Record<ReadResult['state'], string> = {
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** A cell's result, or a sentence where it cannot be read. */
export function Result({ result }: { result: ReadResult | undefined }) {
  const post = usePost();
  if (!result) return <p class="parley fine">This result cannot be read. Run the cell again.</p>;
  const { request, state, notes, parts } = result;
  const name = `${request.method} ${request.path}`;
  return (
    <div
      class="parley"
      role="region"
      aria-label={`Result of ${name}`}
      onClick={(event) => onClick(event, post)}
      onKeyDown={(event) => onKey(event, post)}
    >
      {notes.length > 0 && <Notes notes={notes} />}
      {grouped(parts).map(({ key, part, images }) => (
        <PartBoundary key={key} what={part.kind}>
          {images ? <ImageGallery images={images} /> : <PartView part={part} />}
        </PartBoundary>
      ))}
      {state === 'running' && <Running quiet={parts.length > 0} />}
      {state === 'cancelled' && (
        <p class="fine stateLine">
          <Icon name="circle-slash" />
          Cancelled
        </p>
      )}
      <span class="unseen" role="status">
        {states[state]}
      </span>
    </div>
  );
}

function Notes({ notes }: { notes: readonly string[] }): JSX.Element {
  return (
    <ul class="notes" aria-label="Notes">
      {notes.map((note) => (
        <li key={note}>
          <Icon name="info" />
          <span>{note}</span>
        </li>
      ))}
    </ul>
  );
}

function Running({ quiet }: { quiet: boolean }): JSX.Element {
  return quiet ? (
    <div class="runningLine" aria-hidden="true" />
  ) : (
    <p class="fine stateLine">
      <Icon name="loading" spin />
      Waiting for the answer…
    </p>
  );
}

interface Group {
  key: string;
  part: ReadPart;
  images?: readonly ImagePart[];
}

/** Each part by itself, but images that follow each other side by side. */
function grouped(parts: readonly ReadPart[]): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, part] of parts.entries()) {
    const last = groups.at(-1);
    if (part.kind !== 'image') groups.push({ key: `${index} ${part.kind}`, part });
    else if (last?.images) last.images = [...last.images, part];
    else groups.push({ key: `${index} image`, part, images: [part] });
  }
  return groups;
}
