import { useHost } from '../host.ts';
import { IconButton } from '../icon.tsx';
import type { Source } from './citations.ts';
import { hostOf, WebLink } from './webLink.tsx';

/** What an answer refers to, numbered as in its text. */
export function Sources({ sources, itemId }: { sources: readonly Source[]; itemId: string }) {
  const host = useHost();
  return (
    <section class="sources" aria-label="Sources">
      <h4>Sources</h4>
      <ol>
        {sources.map(({ name, url, place, fileId }, index) => (
          <li key={index}>
            {url === undefined ? <span>{name}</span> : <WebLink url={url}>{name}</WebLink>}
            <span class="fine"> {url === undefined ? place : hostOf(url)}</span>
            {fileId !== undefined && (
              <IconButton
                icon="save"
                label={`Save ${name}`}
                onClick={() => host.attempt(host.call('saveContainerFile', { itemId, fileId }))}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
