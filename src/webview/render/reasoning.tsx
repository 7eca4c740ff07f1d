import type { ReasoningItem } from '../../agent/transcript.ts';
import { formatDuration } from '../../protocol/figures.ts';
import { Icon } from '../icon.tsx';
import { Markdown } from './markdownText.tsx';
import { useFold } from './useFold.ts';

/** A thought without a summary is worth a line only if it took this long. */
const noticeableMs = 1_000;

/** Folded; nothing of it is rendered before it is opened. */
export function Reasoning({ item }: { item: ReasoningItem }) {
  const fold = useFold(item.id);
  const thinking = item.status === 'streaming';
  if (!thinking && item.text === '' && (item.durationMs ?? 0) < noticeableMs) return null;
  const label = thinking
    ? 'Thinking…'
    : item.durationMs === undefined
      ? 'Thought'
      : `Thought for ${formatDuration(item.durationMs)}`;
  if (item.text === '') return <div class="item reasoning foldLine">{label}</div>;
  return (
    <details class="item reasoning" {...fold}>
      <summary class={`foldLine${thinking ? ' shimmer' : ''}`}>
        <Icon name="chevron-right" />
        {label}
      </summary>
      {fold.open && <Markdown text={item.text} done={!thinking} />}
    </details>
  );
}
