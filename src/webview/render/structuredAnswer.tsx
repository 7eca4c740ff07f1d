import { useMemo, useState } from 'preact/hooks';
import { useHost } from '../host.ts';
import { Icon, IconButton } from '../icon.tsx';
import { JsonTree } from '../notebook/jsonTree.tsx';
import { Markdown } from './markdownText.tsx';

/** An answer that is JSON: as a tree that folds, or as it was written. */
export function StructuredAnswer({ text, value }: { text: string; value: object }) {
  const host = useHost();
  const [raw, setRaw] = useState(false);
  // JSON has no line of its own that a fence could be taken for: its strings hold no line breaks.
  const source = useMemo(() => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`, [value]);
  return (
    <div class="structured">
      {raw ? <Markdown text={source} done /> : <JsonTree value={value} label="Structured answer" />}
      <div class="answerTools">
        <button type="button" class="smallButton" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          <Icon name="json" />
          Raw JSON
        </button>
        <IconButton icon="copy" label="Copy JSON" onClick={() => host.attempt(host.call('copy', { text }))} />
      </div>
    </div>
  );
}
