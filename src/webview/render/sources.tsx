import type { Source } from './citations.ts';
import { hostOf, WebLink } from './webLink.tsx';

/** What an answer refers to, numbered as in its text. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  return (
    <section class="sources" aria-label="Sources">
      <h4>Sources</h4>
      <ol>
        {sources.map(({ name, url, place }, index) => (
          <li key={index}>
            {url === undefined ? <span>{name}</span> : <WebLink url={url}>{name}</WebLink>}
            <span class="fine"> {url === undefined ? place : hostOf(url)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
