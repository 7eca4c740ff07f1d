import { useState } from 'preact/hooks';
import { todoProgress, type TodoItem, type TodoState } from '../../agent/todo.ts';
import { Icon } from '../icon.tsx';

const appearance: Record<TodoState, { icon: string; label: string }> = {
  open: { icon: 'circle-large-outline', label: 'Open' },
  doing: { icon: 'arrow-right', label: 'In progress' },
  done: { icon: 'pass-filled', label: 'Done' },
};

/** The model's plan, foldable: folded, it says how far it is and what is being done. */
export function TodoList({ items }: { items: readonly TodoItem[] }) {
  const [open, setOpen] = useState(true);
  if (items.length === 0) return null;
  const done = items.filter(({ state }) => state === 'done').length;
  const doing = items.find(({ state }) => state === 'doing');
  return (
    <details class="todo" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="todoLine">
        <Icon name="chevron-right" />
        <span class="todoTitle">{open || !doing ? 'Plan' : doing.text}</span>
        <span class="fine">{todoProgress(items)}</span>
        <progress max={items.length} value={done} aria-label="Plan" />
      </summary>
      <ol tabIndex={0} aria-label="Steps of the plan">
        {items.map(({ text, state }, index) => (
          <li key={index} class={`todoItem todo-${state}`} aria-current={state === 'doing' ? 'step' : undefined}>
            <span class="todoState" role="img" aria-label={appearance[state].label} title={appearance[state].label}>
              <Icon name={appearance[state].icon} />
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
