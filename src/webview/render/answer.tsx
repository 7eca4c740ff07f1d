import { useMemo, useState } from 'preact/hooks';
import type { Alternative, AssistantItem } from '../../agent/transcript.ts';
import { Icon, IconButton } from '../icon.tsx';
import { useHost } from '../host.ts';
import { lazy } from '../notebook/lazy.tsx';
import { sourcesOf } from './citations.ts';
import { Markdown } from './markdownText.tsx';
import { Sound } from './sound.tsx';
import { Sources } from './sources.tsx';
import { looksLikeJson, parseJson } from './structured.ts';

const Logprobs = lazy(
  () => import('./logprobs.tsx'),
  ({ Logprobs: component }) => component,
  { what: 'The heat map' },
);

const StructuredAnswer = lazy(
  () => import('./structuredAnswer.tsx'),
  ({ StructuredAnswer: component }) => component,
  { what: 'The tree', plain: ({ text }) => <pre class="rawJson">{text}</pre> },
);

export function Answer({ item, busy }: { item: AssistantItem; busy: boolean }) {
  const host = useHost();
  const streaming = item.status === 'streaming';
  const [number, setNumber] = useState(0);
  const [heat, setHeat] = useState(false);
  const { alternatives = [] } = item;
  const shown: Alternative = alternatives[number - 1] ?? item;
  const { citations, logprobs, audio } = shown;
  const sources = useMemo(() => sourcesOf(citations ?? []).sources, [citations]);
  const rated = logprobs !== undefined;
  // The one that counts is the first.
  const choose = async () => {
    await host.call('chooseAlternative', { itemId: item.id, index: number - 1 });
    setNumber(0);
  };
  return (
    <article class={`item answer${shown.refusal ? ' refusal' : ''}`} aria-label="Answer" aria-busy={streaming}>
      {shown.refusal && (
        <div class="cardTitle">
          <Icon name="circle-slash" />
          The model refused
        </div>
      )}
      {audio && <Sound audio={audio} {...(shown === item && { media: { itemId: item.id, index: 0 } })} />}
      {rated && heat ? (
        <Logprobs tokens={logprobs} />
      ) : (
        <Body text={shown.text} streaming={streaming} citations={citations} />
      )}
      {sources.length > 0 && <Sources sources={sources} itemId={item.id} />}
      {(alternatives.length > 0 || rated) && (
        <div class="answerTools">
          {alternatives.length > 0 && (
            <Switcher
              number={number}
              count={alternatives.length + 1}
              busy={busy}
              onChange={setNumber}
              onChoose={() => host.attempt(choose())}
            />
          )}
          {rated && (
            <button type="button" class="smallButton" aria-pressed={heat} onClick={() => setHeat(!heat)}>
              <Icon name="graph" />
              Token probabilities
            </button>
          )}
        </div>
      )}
    </article>
  );
}

function Body(props: { text: string; streaming: boolean; citations: AssistantItem['citations'] }) {
  const { text, streaming, citations } = props;
  const value = useMemo(() => (streaming ? undefined : parseJson(text)), [text, streaming]);
  if (value !== undefined) return <StructuredAnswer text={text} value={value} />;
  if (streaming && looksLikeJson(text)) return <pre class="rawJson">{text}</pre>;
  return <Markdown text={text} done={!streaming} citations={citations} />;
}

/** Which of several answers to the same request is shown. The first is the one the conversation goes on from. */
function Switcher(props: {
  number: number;
  count: number;
  busy: boolean;
  onChange: (number: number) => void;
  onChoose: () => void;
}) {
  const { number, count, busy, onChange, onChoose } = props;
  return (
    <span class="switcher" role="group" aria-label="Alternatives">
      <IconButton
        icon="chevron-left"
        label="Previous alternative"
        disabled={number === 0}
        onClick={() => onChange(number - 1)}
      />
      <span aria-live="polite">
        {number + 1} of {count}
      </span>
      <IconButton
        icon="chevron-right"
        label="Next alternative"
        disabled={number === count - 1}
        onClick={() => onChange(number + 1)}
      />
      {number > 0 && (
        <button type="button" class="smallButton" disabled={busy} onClick={onChoose}>
          <Icon name="check" />
          Go on from this one
        </button>
      )}
    </span>
  );
}
