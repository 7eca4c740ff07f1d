import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ControlState } from '../../agent/models/requestParameters.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';
import { Check } from './controls.tsx';

type Listing =
  | { state: 'loading' }
  | { state: 'failed'; message: string }
  | { state: 'loaded'; stores: readonly { id: string; name: string }[] };

interface Props {
  state: ControlState;
  /** Those that are searched; undefined: the tool is off. */
  ids: readonly string[] | undefined;
  onChange: (ids: readonly string[] | undefined) => void;
  children: ComponentChildren;
}

/** File search: on with the first vector store that is chosen of those the server lists, off with the last. */
export function VectorStores({ state, ids, onChange, children }: Props) {
  const host = useHost();
  const [listing, setListing] = useState<Listing>();
  const load = () => {
    setListing({ state: 'loading' });
    host.call('listVectorStores').then(
      (stores) => setListing({ state: 'loaded', stores }),
      (error: unknown) => setListing({ state: 'failed', message: (error as Error).message }),
    );
  };
  const listed = listing?.state === 'loaded' ? listing.stores : [];
  const unlisted = (ids ?? []).filter((id) => !listed.some((store) => store.id === id));
  const rows = [...listed, ...unlisted.map((id) => ({ id, name: id }))];
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...(ids ?? []), id] : (ids ?? []).filter((one) => one !== id);
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <Check
      id="file_search"
      label="File search"
      hint="Searches the vector stores that are checked."
      state={state}
      checked={ids !== undefined || listing !== undefined}
      onChange={(on) => {
        if (on) load();
        else {
          setListing(undefined);
          if (ids) onChange(undefined);
        }
      }}
    >
      <div role="group" aria-label="Vector stores">
        {rows.map(({ id, name }) => (
          <label key={id} class="check" title={id}>
            <input
              type="checkbox"
              checked={ids?.includes(id) === true}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
            {name}
          </label>
        ))}
        {listing?.state === 'loading' && (
          <p class="about" role="status">
            <Icon name="loading" spin /> Asking the server…
          </p>
        )}
        {listing?.state === 'failed' && (
          <p class="problem" role="alert">
            {listing.message}
          </p>
        )}
        {listing?.state === 'loaded' && listed.length === 0 && <p class="about">The server has no vector store.</p>}
        {listing?.state !== 'loading' && (
          <button type="button" class="textButton" onClick={load}>
            {listing ? 'List again' : 'List the vector stores'}
          </button>
        )}
      </div>
      {ids && children}
    </Check>
  );
}
