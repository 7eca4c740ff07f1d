import { modelInfo } from '../agent/models/catalog.ts';
import type { ModelStream, ReasoningEffort } from '../agent/models/modelStream.ts';
import type { Account } from '../editor/account.ts';
import { apiOf, type Profile } from '../editor/profile.ts';
import { readSettings } from '../editor/settings.ts';

/** A profile's client in the wire format it speaks; the active one's unless said. `label` says which feature asks. */
export async function openModelStream(
  account: Account,
  label: string,
  profile: Profile = account.profile,
): Promise<ModelStream> {
  const client = account.client(profile, label);
  if (apiOf(profile) === 'responses') {
    const { createResponsesModel } = await import('../agent/models/responsesModel.ts');
    return createResponsesModel(await client);
  }
  const { createChatCompletionsModel } = await import('../agent/models/chatCompletionsModel.ts');
  return createChatCompletionsModel(await client);
}

/** The effort of a conversation, else that of the settings, where the model has it. */
export function effortFor(model: string, chosen?: ReasoningEffort): { effort?: ReasoningEffort } {
  const wanted = chosen ?? readSettings().reasoningEffort;
  const effort = modelInfo(model).efforts.find((known) => known === wanted);
  return effort ? { effort } : {};
}
