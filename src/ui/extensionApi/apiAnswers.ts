import * as vscode from 'vscode';
import { answerParts } from '../../agent/answerParts.ts';
import { chatModelIds, costUsd } from '../../agent/models/catalog.ts';
import type { Usage } from '../../agent/transcript.ts';
import { untilAborted } from '../../agent/untilAborted.ts';
import { noKey } from '../../editor/account.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';
import { redact } from '../../editor/redact.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { KeptReasoning } from '../builtinChat/keptReasoning.ts';
import { offeredId } from '../builtinChat/modelInformation.ts';
import { offeredModels, readyProfiles } from '../builtinChat/offeredModels.ts';
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
  readonly #onLate: () => void;
  /** The extension's own: the id of another's call gets nothing of its thoughts. */
  readonly #reasoning = new KeptReasoning();

  /** `onLate` is told when the models of a slow server have come. */
  constructor(parts: ApiParts, caller: Caller, onLate: () => void) {
    this.#parts = parts;
    this.#caller = caller;
    this.#onLate = onLate;
  }

  /** What is said of the models: that they are there and what they take. Throws a `ParleyError`. */
  async models(): Promise<readonly ParleyModelInfo[]> {
    const parts = this.#parts;
    const offered = await readyProfiles(parts)
      .then((profiles) => offeredModels(parts, profiles, this.#onLate))
      .catch((thrown: unknown) => {
        throw sayable(parts, this.#caller, thrown);
      });
    return offered.map(({ id, name, profile, maxInputTokens, maxOutputTokens, capabilities }) => ({
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
      const { profile, model } = await untilAborted(this.#chosen(modelId), signal);
      if (!(await account.isReady(profile))) throw noKey(profile);
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

  async #chosen(id: string | undefined): Promise<{ profile: Profile; model: string }> {
    const { account } = this.#parts;
    if (id === undefined) return { profile: account.profile, model: await account.model() };
    for (const profile of account.profiles()) {
      if (!id.startsWith(offeredId(profile, ''))) continue;
      const model = chatModelIds(await account.models({ profile })).find((each) => offeredId(profile, each) === id);
      if (model !== undefined) return { profile, model };
    }
    throw new ApiError('notFound', `There is no model “${id}”: listModels() says which there are.`);
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
