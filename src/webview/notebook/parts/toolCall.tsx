import type { JSX } from 'preact';
import type { ToolCallPart } from '../../../protocol/cellResult.ts';
import { Icon } from '../../icon.tsx';
import { CopyButton } from '../copyButton.tsx';
import { JsonTree } from '../jsonTree.tsx';
import { isObject } from '../shape.ts';

export function ToolCallView({ part }: { part: ToolCallPart }): JSX.Element {
  const { name, type, status, output } = part;
  return (
    <section class="part card" aria-label={`Tool call: ${name}`}>
      <div class="head">
        <Icon name="tools" />
        <h4 class="callName">{name}</h4>
        {type !== name && <span class="chip">{type.replaceAll('_', ' ')}</span>}
        {status !== undefined && <span class="fine">{status.replaceAll('_', ' ')}</span>}
        <CopyButton text={() => part.arguments} label={`Copy the arguments of ${name}`} />
      </div>
      {part.arguments.trim() !== '' && <Given text={part.arguments} label={`Arguments of ${name}`} />}
      {output !== undefined && (
        <>
          <h5 class="fine">Output</h5>
          <Given text={output} label={`Output of ${name}`} />
        </>
      )}
    </section>
  );
}

/** JSON as a tree. What is no JSON, or not yet while it is being written, is shown as it is. */
function Given({ text, label }: { text: string; label: string }): JSX.Element {
  const value = parse(text);
  return isObject(value) || Array.isArray(value) ? (
    <JsonTree value={value} label={label} />
  ) : (
    <pre tabIndex={0}>{text}</pre>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
