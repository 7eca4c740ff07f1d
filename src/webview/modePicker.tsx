import type { Mode } from '../agent/mode.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

const choices: readonly { mode: Mode; name: string; icon: string; means: string }[] = [
  { mode: 'agent', name: 'Agent', icon: 'tools', means: 'Reads, writes and runs by your rules' },
  { mode: 'edit', name: 'Edit', icon: 'edit', means: 'Reads and writes; you review each change' },
  { mode: 'ask', name: 'Ask', icon: 'comment', means: 'Reads only' },
  { mode: 'plan', name: 'Plan', icon: 'checklist', means: 'Reads, then proposes a plan for you to start' },
];

/** How much the agent may do in this conversation. */
export function ModePicker({ mode }: { mode: Mode }) {
  const host = useHost();
  const { icon, means } = choices.find((choice) => choice.mode === mode) ?? { icon: 'tools', means: '' };
  return (
    <label class="picker" title={`Mode: ${means}`}>
      <Icon name={icon} />
      <select
        aria-label="Mode"
        aria-description={means}
        value={mode}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Mode;
          // It shows what holds: the mode changes once the extension says so.
          event.currentTarget.value = mode;
          host.attempt(host.call('selectMode', { mode: chosen }));
        }}
      >
        {choices.map((choice) => (
          <option key={choice.mode} value={choice.mode} title={choice.means}>
            {choice.name}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </label>
  );
}
