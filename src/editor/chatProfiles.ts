import type { ChatProfile } from '../agent/chatProfile.ts';
import { noSettings } from '../agent/conversationSettings.ts';
import type { Memento } from './memento.ts';
import type { ConversationModes } from './policy/conversationModes.ts';
import { saveChatProfile, writtenChatProfiles } from './settings.ts';
import type { SettingsByConversation } from './settingsByConversation.ts';

/** Where VS Code's memory keeps the name of the profile used last. */
const lastKey = 'parley.chatProfile';

interface Ports {
  memento: Memento;
  modes: ConversationModes;
  settings: SettingsByConversation;
}

/** The chat profiles of the setting, and which one conversations use. */
export class ChatProfiles {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Those that can be used, and a sentence for each entry that cannot. */
  async list(): Promise<{ profiles: readonly ChatProfile[]; problems: readonly string[] }> {
    const written = writtenChatProfiles();
    if (written.length === 0) return { profiles: [], problems: [] };
    const { parseChatProfiles } = await import('../agent/chatProfile.ts');
    return parseChatProfiles(written);
  }

  /** Gives a new conversation what the profile used last says; a profile that is gone says nothing. */
  async begin(conversationId: string): Promise<void> {
    const { memento, modes, settings } = this.#ports;
    const last = memento.get(lastKey);
    const profile = typeof last === 'string' ? await this.#find(last) : undefined;
    if (!profile) return;
    const { settingsOf } = await import('../agent/chatProfile.ts');
    settings.begin(conversationId, settingsOf(profile));
    if (profile.mode) await modes.set(conversationId, profile.mode);
  }

  /**
   * Runs a conversation by a profile from now on, and new ones too. Without a name: by the settings alone. What the
   * conversation had of its own goes; the mode stays where the profile names none.
   */
  async use(conversationId: string, name: string | undefined): Promise<void> {
    const { memento, modes, settings } = this.#ports;
    const profile = name === undefined ? undefined : await this.#find(name);
    if (name !== undefined && !profile) throw new Error(`There is no chat profile “${name}” any more.`);
    const { settingsOf } = await import('../agent/chatProfile.ts');
    await settings.set(conversationId, profile ? settingsOf(profile) : noSettings);
    if (profile?.mode) await modes.set(conversationId, profile.mode);
    await memento.update(lastKey, name);
  }

  /** Writes it to the user's settings, in place of one with the same name. */
  async save(profile: ChatProfile): Promise<void> {
    await saveChatProfile(profile);
  }

  async #find(name: string): Promise<ChatProfile | undefined> {
    return (await this.list()).profiles.find((profile) => profile.name === name);
  }
}
