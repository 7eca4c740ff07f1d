import { useState } from 'preact/hooks';
import type { Answer } from '../../agent/question.ts';
import type { QuestionItem } from '../../agent/transcript.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';

/** What the user is asked in the middle of a turn. The keys 1 to 9 take an option while the card has the focus. */
export function QuestionCard({ item }: { item: QuestionItem }) {
  const { question, status } = item;
  return (
    <article class={`item question question-${status}`} aria-label={`Question: ${question.text}`}>
      <div class="questionText">
        <Icon name="question" />
        <span>{question.text}</span>
      </div>
      {status === 'waiting' ? <Choices item={item} /> : <div class="fine">{said(item)}</div>}
    </article>
  );
}

function said({ question, answer }: QuestionItem): string {
  if (!answer) return 'Not answered';
  const label = question.options.find(({ id }) => id === answer.option)?.label;
  return [label, answer.text].filter(Boolean).join(': ');
}

function Choices({ item }: { item: QuestionItem }) {
  const host = useHost();
  const [text, setText] = useState('');
  const [sent, setSent] = useState(false);
  const { options, field } = item.question;
  const answer = (given: Answer) => {
    setSent(true);
    host.attempt(
      host.call('answer', { questionId: item.id, answer: given }).catch((error: unknown) => {
        setSent(false);
        throw error;
      }),
    );
  };
  const written = text.trim() === '' ? {} : { text: text.trim() };
  return (
    <div
      class="choices"
      role="group"
      aria-label="Answers"
      onKeyDown={(event) => {
        if (event.target instanceof HTMLElement && event.target.localName === 'vscode-textfield') return;
        // With one of these it is a shortcut of the editor.
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const option = options[Number(event.key) - 1];
        if (option && !sent) answer({ option: option.id, ...written });
      }}
    >
      {options.map(({ id, label, description }, index) => (
        <button
          type="button"
          class="choice"
          key={id}
          disabled={sent}
          title={description}
          onClick={() => answer({ option: id, ...written })}
        >
          <kbd>{index + 1}</kbd>
          <span>{label}</span>
          {description !== undefined && <span class="fine">{description}</span>}
        </button>
      ))}
      {field !== undefined && (
        <vscode-textfield
          label={field}
          placeholder={field}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing && written.text !== undefined && !sent) answer(written);
          }}
        />
      )}
    </div>
  );
}
