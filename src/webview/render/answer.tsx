import type { AssistantItem } from '../../agent/transcript.ts';
import { Icon } from '../icon.tsx';
import { Markdown } from './markdownText.tsx';

export function Answer({ item }: { item: AssistantItem }) {
  const streaming = item.status === 'streaming';
  return (
    <article class={`item answer${item.refusal ? ' refusal' : ''}`} aria-label="Answer" aria-busy={streaming}>
      {item.refusal && (
        <div class="cardTitle">
          <Icon name="circle-slash" />
          The model refused
        </div>
      )}
      <Markdown text={item.text} done={!streaming} />
    </article>
  );
}
