import type { InstructionsState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

/** The workspace's files of instructions that go along: each opens, and is switched off and on. */
export function Instructions({ files }: { files: readonly InstructionsState[] }) {
  const host = useHost();
  if (files.length === 0) return null;
  return (
    <ul class="chips" aria-label="Instructions of the workspace">
      {files.map(({ label, uri, on, cut }) => (
        <li key={uri} class={on ? 'chip' : 'chip off'}>
          <button
            type="button"
            class="chipLabel"
            title={`${label}: ${on ? (cut ? 'its beginning goes along' : 'goes along') : 'does not go along'}. Click to open.`}
            onClick={() => host.attempt(host.call('openFile', { uri }))}
          >
            <Icon name="book" />
            <span class="chipText">{label}</span>
          </button>
          <button
            type="button"
            class="iconButton"
            role="switch"
            aria-checked={on}
            aria-label={`Send ${label}`}
            title={on ? 'Do not send' : 'Send'}
            onClick={() => host.attempt(host.call('switchInstructions', { uri, on: !on }))}
          >
            <Icon name={on ? 'eye' : 'eye-closed'} />
          </button>
        </li>
      ))}
    </ul>
  );
}
