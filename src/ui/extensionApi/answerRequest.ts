import * as vscode from 'vscode';
import { answerParts } from '../../agent/answerParts.ts';
import { costUsd } from '../../agent/models/catalog.ts';
import type { Usage } from '../../agent/transcript.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';
import { redact } from '../../editor/redact.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { LanguageModels } from '../builtinChat/languageModels.ts';
import { BudgetReached, openMeteredStream } from '../meteredStream.ts';
import type { Parts } from '../parts.ts';
import { ApiError } from './apiError.ts';
import { takenBack, type Caller } from './extensionAccess.ts';
import type { ParleyEvent, ParleyModelInfo, ParleyUsage } from './parleyApi.ts';
import { readRequest } from './readRequest.ts';

type ApiParts = Pick<Parts, 'account' | 'apiKeys' | 'conversations' | 'extensionAccess' | 'log'>;

/** What the requests of an extension are called in the ledger and in the list of requests. */
export const featureOf = ({ id }: Caller): string => `Extension ${id}`;

const modelsOf = (parts: ApiParts) => new LanguageModels(parts).provideLanguageModelChatInformation({ silent: true });

/** What is said of the models: that they are there and what they take. */
export async function listModels(parts: ApiParts): Promise<readonly ParleyModelInfo[]> {
  return (await modelsOf(parts)).map(({ id, name, profile, maxInputTokens, maxOutputTokens, capabilities }) => ({
    id,
    name,
    profile,
    maxInputTokens,
    maxOutputTokens,
    images: capabilities.imageInput === true,
    tools: capabilities.toolCalling !== undefined && capabilities.toolCalling !== false,
  }));
}

/** The answer to a request of another extension. Throws a `ParleyError`; rethrows `signal.reason` when aborted. */
export async function* answerRequest(
  parts: ApiParts,
  caller: Caller,
  value: unknown,
  signal: AbortSignal,
): AsyncGenerator<ParleyEvent, void> {
  const { account, apiKeys, extensionAccess: access } = parts;
  try {
    const { reason, modelId, ask } = readRequest(value);
    const { profile, model } = await chosenModel(parts, modelId);
    if (!(await account.isReady(profile)))
      throw new OpenAIError({ kind: 'auth', message: `No API key is set for ${profile.name}.` });
    const server = serverOf(profile);
    const withKey = await apiKeys.has(profile);
    await access.require({ caller, reason, server, withKey }, signal);
    const running = AbortSignal.any([signal, access.revoked(caller.id)]);
    const stream = await openMeteredStream(parts, featureOf(caller), profile);
    for await (const part of answerParts(stream({ model, ...ask }, { signal: running }))) {
      // Another window may have taken it back.
      if (!access.isGiven(caller.id, server)) throw takenBack();
      yield part.type === 'done' ? { type: 'done', finish: part.finish, ...spent(model, part.usage) } : part;
    }
  } catch (thrown) {
    throw sayable(parts, caller, thrown);
  }
}

async function chosenModel(parts: ApiParts, id: string | undefined): Promise<{ profile: Profile; model: string }> {
  const { account } = parts;
  if (id === undefined) return { profile: account.profile, model: await account.model() };
  const found = (await modelsOf(parts)).find((model) => model.id === id);
  const profile = account.profiles().find(({ name }) => name === found?.profile);
  if (!found || !profile)
    throw new ApiError('notFound', `There is no model “${id}”: listModels() says which there are.`);
  return { profile, model: found.model };
}

function spent(model: string, usage: Usage | undefined): { usage?: ParleyUsage; costUsd?: number } {
  if (!usage) return {};
  const { inputTokens, cachedTokens, outputTokens, reasoningTokens } = usage;
  const cost = costUsd(model, usage);
  return {
    usage: { inputTokens, cachedTokens, outputTokens, reasoningTokens },
    ...(cost !== undefined && { costUsd: cost }),
  };
}

/** What leaves of an error: words that were written for it, and of all others none. */
function sayable({ log }: ApiParts, { id }: Caller, thrown: unknown): unknown {
  if (thrown instanceof vscode.CancellationError || thrown instanceof ApiError) return thrown;
  if (thrown instanceof OpenAIError) {
    const { title, text } = errorHelp(thrown);
    // A server may repeat what it was sent.
    return new ApiError(thrown.kind, redact(`${title}. ${text}`, log.hidden), thrown.retryAfterMs);
  }
  if (thrown instanceof BudgetReached) return new ApiError('quota', thrown.message);
  log.error(`A request of the extension ${id} failed.`, thrown);
  return new ApiError('internal', 'Something went wrong in Parley. “Parley: Show Log” says more.');
}
