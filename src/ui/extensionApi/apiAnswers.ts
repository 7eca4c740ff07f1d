import * as vscode from 'vscode';
import { answerParts } from '../../agent/answerParts.ts';
import { costUsd } from '../../agent/models/catalog.ts';
import type { Usage } from '../../agent/transcript.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';
import { redact } from '../../editor/redact.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { KeptReasoning } from '../builtinChat/keptReasoning.ts';
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

/** What one extension gets of models: which there are, and their answers. */
export class ApiAnswers {
  readonly #parts: ApiParts;
  readonly #caller: Caller;
  readonly #models: LanguageModels;
  /** The extension's own: the id of another's call gets nothing of its thoughts. */
  readonly #reasoning = new KeptReasoning();

  constructor(parts: ApiParts, caller: Caller) {
    this.#parts = parts;
    this.#caller = caller;
    this.#models = new LanguageModels(parts);
  }

  /** What is said of the models: that they are there and what they take. */
  async models(): Promise<readonly ParleyModelInfo[]> {
    return (await this.#list()).map(({ id, name, profile, maxInputTokens, maxOutputTokens, capabilities }) => ({
      id,
      name,
      profile,
      maxInputTokens,
      maxOutputTokens,
      images: capabilities.imageInput === true,
      tools: capabilities.toolCalling !== undefined && capabilities.toolCalling !== false,
    }));
  }

  /** The answer to a request. Throws a `ParleyError`; rethrows `signal.reason` when aborted. */
  async *answer(value: unknown, signal: AbortSignal): AsyncGenerator<ParleyEvent, void> {
    const { account, apiKeys, extensionAccess: access } = this.#parts;
    const caller = this.#caller;
    try {
      const { reason, modelId, ask } = readRequest(value, (callId) => this.#reasoning.before(callId));
      const { profile, model } = await this.#chosen(modelId);
      if (!(await account.isReady(profile)))
        throw new OpenAIError({ kind: 'auth', message: `No API key is set for ${profile.name}.` });
      const server = serverOf(profile);
      const withKey = await apiKeys.has(profile);
      await access.require({ caller, reason, server, withKey }, signal);
      const running = AbortSignal.any([signal, access.revoked(caller.id)]);
      const stream = await openMeteredStream(this.#parts, featureOf(caller), profile);
      const events = this.#reasoning.watch(stream({ model, ...ask }, { signal: running }), model);
      for await (const part of answerParts(events)) {
        // Another window may have taken it back.
        if (!access.isGiven(caller.id, server)) throw takenBack();
        yield part.type === 'done' ? { type: 'done', finish: part.finish, ...spent(model, part.usage) } : part;
      }
    } catch (thrown) {
      throw sayable(this.#parts, caller, thrown);
    }
  }

  #list() {
    return this.#models.provideLanguageModelChatInformation({ silent: true });
  }

  async #chosen(id: string | undefined): Promise<{ profile: Profile; model: string }> {
    const { account } = this.#parts;
    if (id === undefined) return { profile: account.profile, model: await account.model() };
    const found = (await this.#list()).find((model) => model.id === id);
    const profile = account.profiles().find(({ name }) => name === found?.profile);
    if (!found || !profile)
      throw new ApiError('notFound', `There is no model “${id}”: listModels() says which there are.`);
    return { profile, model: found.model };
  }
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
