import { useRef, useState } from 'preact/hooks';
import type { ModelOption, ModelState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

type Listing =
  { state: 'loading' } | { state: 'failed'; message: string } | { state: 'loaded'; ids: readonly string[] };

/** The button with the model's name; opens a list that can be filtered, or takes any other name. */
export function ModelPicker({ model }: { model: ModelState }) {
  const host = useHost();
  const button = useRef<HTMLButtonElement>(null);
  const [listing, setListing] = useState<Listing>();
  const load = () => {
    setListing({ state: 'loading' });
    host.call('listModels').then(
      (options: readonly ModelOption[]) => setListing({ state: 'loaded', ids: options.map(({ id }) => id) }),
      (error: unknown) => setListing({ state: 'failed', message: (error as Error).message }),
    );
  };
  const close = () => {
    setListing(undefined);
    button.current?.focus();
  };
  const select = (id: string) => {
    close();
    host.attempt(host.call('selectModel', { model: id }));
  };
  return (
    <div
      class="modelPicker"
      onFocusOut={(event) => {
        const { relatedTarget, currentTarget } = event;
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setListing(undefined);
      }}
    >
      <button
        type="button"
        class="picker"
        ref={button}
        aria-haspopup="listbox"
        aria-expanded={listing !== undefined}
        aria-label={`Model: ${model.id}`}
        title="Choose a model"
        onClick={() => (listing ? close() : load())}
      >
        <span class="pickerText">{model.id || 'Choose a model'}</span>
        <Icon name="chevron-down" />
      </button>
      {listing && <ModelList listing={listing} current={model.id} onSelect={select} onClose={close} onRetry={load} />}
    </div>
  );
}

interface ListProps {
  listing: Listing;
  current: string;
  onSelect: (id: string) => void;
  onClose: () => void;
  onRetry: () => void;
}

function ModelList({ listing, current, onSelect, onClose, onRetry }: ListProps) {
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState<string>();
  const ids = listing.state === 'loaded' ? matching(listing.ids, filter) : [];
  const activeId = active !== undefined && ids.includes(active) ? active : ids.includes(current) ? current : ids[0];
  const move = (step: number) => {
    const at = activeId === undefined ? 0 : ids.indexOf(activeId);
    const next = ids[(at + step + ids.length) % ids.length];
    setActive(next);
    if (next !== undefined) document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && activeId !== undefined) onSelect(activeId);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="popover" onKeyDown={onKeyDown}>
      <input
        ref={(input) => input?.focus()}
        class="filter"
        role="combobox"
        aria-label="Filter models, or name another"
        aria-expanded={true}
        aria-controls="models"
        aria-activedescendant={activeId === undefined ? undefined : optionId(activeId)}
        placeholder="Filter, or name another model"
        value={filter}
        onInput={(event) => setFilter(event.currentTarget.value)}
      />
      {listing.state === 'loading' && (
        <div class="popoverNote">
          <Icon name="loading" spin /> Asking the server…
        </div>
      )}
      {listing.state === 'failed' && (
        <div class="popoverNote" role="alert">
          {listing.message}{' '}
          <button type="button" class="textButton" onClick={onRetry}>
            Try again
          </button>
        </div>
      )}
      <ul id="models" role="listbox" aria-label="Models">
        {ids.map((id) => (
          <li
            key={id}
            id={optionId(id)}
            role="option"
            aria-selected={id === activeId}
            class={id === activeId ? 'option active' : 'option'}
            onPointerDown={(event) => {
              event.preventDefault();
              onSelect(id);
            }}
          >
            <Icon name={id === current ? 'check' : 'blank'} />
            {listing.state === 'loaded' && listing.ids.includes(id) ? id : `Use “${id}”`}
          </li>
        ))}
      </ul>
    </div>
  );
}

const optionId = (id: string): string => `model-${id}`;

/** The models whose name has all the words; last what was typed, where that is no model's name. */
function matching(ids: readonly string[], filter: string): readonly string[] {
  const typed = filter.trim();
  const words = typed.toLowerCase().split(/\s+/);
  const found = ids.filter((id) => words.every((word) => id.toLowerCase().includes(word)));
  return typed === '' || ids.includes(typed) ? found : [...found, typed];
}
