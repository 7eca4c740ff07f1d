import { z } from 'zod';
import { sharedSettings, whyNot, withoutAbsent, type ConversationSettings } from './conversationSettings.ts';
import type { Mode } from './mode.ts';

/** A named way to chat, as `parley.chatProfiles` holds it: what conversations that use it begin with. */
export interface ChatProfile extends Partial<Omit<ConversationSettings, 'profile'>> {
  name: string;
  description?: string;
  mode?: Mode;
}

/** What an entry of the setting may hold; the manifest says the same as a JSON Schema. */
export const chatProfileSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(1000).optional(),
  mode: z.enum(['agent', 'edit', 'ask', 'plan']).optional(),
  ...sharedSettings,
  parameters: sharedSettings.parameters.unwrap().optional(),
  hostedTools: sharedSettings.hostedTools.unwrap().optional(),
});

/** The entries that can be used, the first of each name, and a sentence for each other. */
export function parseChatProfiles(entries: readonly unknown[]): { profiles: ChatProfile[]; problems: string[] } {
  const profiles: ChatProfile[] = [];
  const problems: string[] = [];
  entries.forEach((entry, at) => {
    const { success, data, error } = chatProfileSchema.safeParse(entry);
    const which = `Entry ${at + 1} of parley.chatProfiles`;
    if (!success) problems.push(`${which} is ignored: ${whyNot(error)}`);
    else if (profiles.some(({ name }) => name === data.name))
      problems.push(`${which} is ignored: there is another “${data.name}”.`);
    else profiles.push(withoutAbsent(data) as ChatProfile);
  });
  return { profiles, problems };
}

/** What a conversation with this profile is run with, besides its mode. */
export function settingsOf({ name, model, effort, instructions, tools, ...rest }: ChatProfile): ConversationSettings {
  return {
    profile: name,
    ...(model !== undefined && { model }),
    ...(effort && { effort }),
    ...(instructions !== undefined && { instructions }),
    ...(tools && { tools }),
    parameters: rest.parameters ?? {},
    hostedTools: rest.hostedTools ?? {},
  };
}

/** The profile that conversations with these settings have, under a new name. */
export function profileOf(name: string, mode: Mode, settings: ConversationSettings): ChatProfile {
  const { model, effort, instructions, tools, parameters, hostedTools } = settings;
  return {
    name,
    mode,
    ...(model !== undefined && { model }),
    ...(effort && { effort }),
    ...(instructions !== undefined && { instructions }),
    ...(tools && { tools }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(hostedTools).length > 0 && { hostedTools }),
  };
}
