import { useContext } from 'preact/hooks';
import type { AlternativesState } from '../../protocol/chat.ts';
import { useHost } from '../host.ts';
import { IconButton } from '../icon.tsx';
import { Alternatives } from './alternatives.ts';

/** Where the conversation goes on in several ways with this item, which of them is shown. */
export function VersionsAt({ itemId, busy }: { itemId: string; busy: boolean }) {
  const alternatives = useContext(Alternatives).find((each) => each.itemId === itemId);
  return alternatives ? <Versions alternatives={alternatives} busy={busy} /> : null;
}

/** Which of several ways the conversation goes on here, and the others. */
function Versions({ alternatives, busy }: { alternatives: AlternativesState; busy: boolean }) {
  const host = useHost();
  const { position, branches, chosen } = alternatives;
  const choose = (at: number) => {
    const branch = branches[at];
    if (branch !== undefined) host.attempt(host.call('choose', { position, branch }));
  };
  const count = branches.length;
  return (
    <div class="versions" role="group" aria-label={`Version ${chosen + 1} of ${count}`}>
      <IconButton
        icon="chevron-left"
        label="Previous version"
        disabled={busy || chosen === 0}
        onClick={() => choose(chosen - 1)}
      />
      <span aria-hidden="true">
        {chosen + 1} / {count}
      </span>
      <IconButton
        icon="chevron-right"
        label="Next version"
        disabled={busy || chosen === count - 1}
        onClick={() => choose(chosen + 1)}
      />
    </div>
  );
}
