import type { Attachment } from '../agent/transcript.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

const icons = { selection: 'selection', file: 'file' } as const;

/** What is attached to a message. With `onRemove` each chip has a button that takes it away. */
export function Chips(props: { attachments: readonly Attachment[]; onRemove?: (index: number) => void }) {
  const { attachments, onRemove } = props;
  if (attachments.length === 0) return null;
  return (
    <ul class="chips" aria-label="Attachments">
      {attachments.map((attachment, index) => (
        <li key={index} class="chip">
          <ChipLabel attachment={attachment} />
          {onRemove && (
            <button
              type="button"
              class="iconButton"
              aria-label={`Remove ${attachment.label}`}
              title="Remove"
              onClick={() => onRemove(index)}
            >
              <Icon name="close" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function ChipLabel({ attachment }: { attachment: Attachment }) {
  const host = useHost();
  if (attachment.kind === 'image') {
    return (
      <span class="chipLabel">
        <img class="thumbnail" src={`data:${attachment.mediaType};base64,${attachment.data}`} alt="" />
        <span class="chipText">{attachment.label}</span>
      </span>
    );
  }
  if (attachment.kind === 'audio') {
    return (
      <span class="chipLabel">
        <Icon name="unmute" />
        <span class="chipText">{attachment.label}</span>
      </span>
    );
  }
  const { uri, startLine, endLine, label, kind } = attachment;
  const lines = startLine === undefined ? '' : `, lines ${startLine}–${endLine ?? startLine}`;
  const open = () => {
    host.attempt(host.call('openFile', { uri, ...(startLine !== undefined && { line: startLine }) }));
  };
  return (
    <button type="button" class="chipLabel" title={`${uri}${lines}`} disabled={uri === ''} onClick={open}>
      <Icon name={icons[kind]} />
      <span class="chipText">{label}</span>
    </button>
  );
}
