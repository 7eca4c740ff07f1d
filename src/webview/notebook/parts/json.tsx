import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { JsonPart } from '../../../protocol/cellResult.ts';
import { Icon } from '../../icon.tsx';
import { CopyButton } from '../copyButton.tsx';
import { JsonTree } from '../jsonTree.tsx';
import { summaryOf } from '../jsonValue.tsx';

/** Folded until the reader opens it; nothing of it is drawn before. */
export function JsonView({ part: { label, value, folded = true } }: { part: JsonPart }): JSX.Element {
  const [open, setOpen] = useState(!folded);
  return (
    <details class="part fold jsonPart" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron-right" />
        {label}
        <span class="fine"> {summaryOf(value)}</span>
      </summary>
      {open && (
        <div class="withCopy">
          <JsonTree value={value} label={label} />
          <CopyButton text={() => JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
        </div>
      )}
    </details>
  );
}
