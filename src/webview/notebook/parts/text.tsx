import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Citation, TextPart } from '../../../protocol/cellResult.ts';
import { Icon } from '../../icon.tsx';
import { CopyButton } from '../copyButton.tsx';
import { lazy } from '../lazy.tsx';
import { usePost } from '../post.ts';

const Markdown = lazy(
  () => import('../../render/markdownText.tsx'),
  ({ Markdown: component }) => component,
  {
    what: 'The layout of this text',
    plain: ({ text }: { text: string; done: boolean }) => <div class="markdown plainYet">{text}</div>,
  },
);

export function TextView({ part }: { part: TextPart }): JSX.Element {
  const { label, text, streaming = false, citations = [] } = part;
  switch (part.role) {
    case 'answer':
      return (
        <section class="part answer">
          {label !== undefined && <h4 class="label">{label}</h4>}
          <Markdown text={text} done={!streaming} />
          {citations.length > 0 && <Citations citations={citations} />}
        </section>
      );
    case 'reasoning':
      return <Reasoning part={part} />;
    case 'refusal':
      return (
        <section class="part refusal">
          <h4 class="label">
            <Icon name="circle-slash" />
            {label === undefined ? 'The model refused' : `${label}: the model refused`}
          </h4>
          <p class="asWritten">{text}</p>
        </section>
      );
    case 'plain':
      return (
        <section class="part plain">
          <div class="head">
            {label !== undefined && <h4 class="label">{label}</h4>}
            <CopyButton text={() => text} label={label === undefined ? 'Copy' : `Copy ${label}`} />
          </div>
          <pre tabIndex={0}>{text}</pre>
        </section>
      );
  }
}

/** Folded; nothing of it is drawn before it is opened. */
function Reasoning({ part: { label, text, streaming = false } }: { part: TextPart }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details class="part fold reasoning" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class={streaming ? 'shimmer' : ''}>
        <Icon name="chevron-right" />
        {label ?? (streaming ? 'Thinking…' : 'Reasoning')}
      </summary>
      {open && <Markdown text={text} done={!streaming} />}
    </details>
  );
}

function Citations({ citations }: { citations: readonly Citation[] }): JSX.Element {
  return (
    <ol class="citations" aria-label="Sources">
      {citations.map((citation, index) => (
        <li key={index}>
          <Source citation={citation} />
        </li>
      ))}
    </ol>
  );
}

function Source({ citation: { title, url } }: { citation: Citation }): JSX.Element {
  const post = usePost();
  const address = url !== undefined && /^https?:\/\//i.test(url) ? url : undefined;
  const words = title.trim() === '' ? (address ?? 'Untitled') : title;
  if (address === undefined) return <>{words}</>;
  const host = URL.parse(address)?.host;
  return (
    <>
      {post ? (
        <a data-href={address} title={address} role="link" tabIndex={0}>
          {words}
        </a>
      ) : (
        <span title={address}>{words}</span>
      )}
      {host !== undefined && host !== words && <span class="fine"> {host}</span>}
    </>
  );
}
