import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatCount } from '../../protocol/figures.ts';
import type { ShownBody } from '../../protocol/requests.ts';
import { CopyButton } from '../notebook/copyButton.tsx';
import { JsonTree } from '../notebook/jsonTree.tsx';

const longestText = 200_000;

/** A body: JSON as a folding tree, other text as it is, of anything else its size. */
export function BodyView({ body, label }: { body: ShownBody; label: string }): JSX.Element {
  const { text, type, bytes, leftOut } = body;
  const json = useMemo(() => parseJson(text), [text]);
  return (
    <>
      <p class="fine bodyNote">
        {type} {formatCount(bytes)} bytes{leftOut > 0 && `, ${formatCount(leftOut)} of them are not shown`}
        {text !== '' && <CopyButton text={() => text} label={`Copy ${label.toLowerCase()}`} />}
      </p>
      {json !== undefined ? (
        <JsonTree value={json} label={label} />
      ) : (
        <pre class="text" tabIndex={0} aria-label={label}>
          {text.slice(0, longestText)}
          {text.length > longestText && '…'}
        </pre>
      )}
    </>
  );
}

/** Undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
