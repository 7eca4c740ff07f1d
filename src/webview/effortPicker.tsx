import type { ReasoningEffort } from '../agent/models/modelStream.ts';
import type { ModelState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

const names: Record<ReasoningEffort | 'default', string> = {
  default: 'Effort',
  none: 'None',
  minimal: 'Minimal',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  xhigh: 'Extra high',
  max: 'Max',
};

/** How long the model thinks; nothing where it does not reason. */
export function EffortPicker({ model }: { model: ModelState }) {
  const host = useHost();
  const { efforts } = model.option;
  if (efforts.length === 0) return null;
  return (
    <label class="picker" title="Reasoning effort">
      <select
        aria-label="Reasoning effort"
        value={model.effort}
        onChange={(event) => {
          const effort = event.currentTarget.value as ModelState['effort'];
          host.attempt(host.call('selectEffort', { effort }));
        }}
      >
        {(['default', ...efforts] as const).map((effort) => (
          <option key={effort} value={effort}>
            {names[effort]}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </label>
  );
}
