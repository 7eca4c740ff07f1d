import type { ComponentType, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ParametersState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon, IconButton } from './icon.tsx';
import type { SheetProps } from './parameters/sheet.tsx';

/** Opens and closes the sheet; gets the focus back from it. */
export function ParametersButton(props: {
  button: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onToggle: () => void;
}) {
  return (
    <button
      ref={props.button}
      type="button"
      class="iconButton"
      aria-label="Parameters"
      aria-haspopup="dialog"
      aria-expanded={props.open}
      title="Parameters"
      onClick={props.onToggle}
    >
      <Icon name="symbol-parameter" />
    </button>
  );
}

/** Names what differs from the default; opens the sheet, and puts all back. */
export function ParametersChip({ state: { changed }, onOpen }: { state: ParametersState; onOpen: () => void }) {
  const host = useHost();
  if (changed.length === 0) return null;
  const text = changed.join(' · ');
  return (
    <ul class="chips" aria-label="Parameters that were changed">
      <li class="chip">
        <button type="button" class="chipLabel" title={`${text}. Click to change.`} onClick={onOpen}>
          <Icon name="symbol-parameter" />
          <span class="chipText">{text}</span>
        </button>
        <IconButton
          icon="discard"
          label="Reset the parameters"
          onClick={() => host.attempt(host.call('resetSettings'))}
        />
      </li>
    </ul>
  );
}

/** The sheet, which is loaded when it is first shown. */
export function ParametersSheet(props: SheetProps) {
  const host = useHost();
  const [Loaded, setLoaded] = useState<ComponentType<SheetProps>>();
  useEffect(() => {
    host.attempt(import('./parameters/sheet.tsx').then(({ Sheet }) => setLoaded(() => Sheet)));
  }, []);
  return Loaded ? <Loaded {...props} /> : null;
}
