import type { ParametersState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

const none = '';
const more = '\n';

/** The chat profile of the conversation; nothing where there is none to choose. */
export function ProfilePicker({ state: { profile = none, profiles } }: { state: ParametersState }) {
  const host = useHost();
  if (profiles.length === 0 && profile === none) return null;
  const isGone = profile !== none && !profiles.some(({ name }) => name === profile);
  const description = profiles.find(({ name }) => name === profile)?.description;
  return (
    <label class="picker" title={`Chat profile${description === undefined ? '' : `: ${description}`}`}>
      <Icon name="account" />
      <select
        aria-label="Chat profile"
        value={profile}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          // It shows what holds: the profile changes once the extension says so.
          event.currentTarget.value = profile;
          host.attempt(
            chosen === more
              ? host.call('switchChatProfile')
              : host.call('useChatProfile', { name: chosen === none ? null : chosen }),
          );
        }}
      >
        <option value={none}>No profile</option>
        {isGone && <option value={profile}>{profile}</option>}
        {profiles.map(({ name, description: about = '' }) => (
          <option key={name} value={name} title={about}>
            {name}
          </option>
        ))}
        <option value={more}>More…</option>
      </select>
      <Icon name="chevron-down" />
    </label>
  );
}
