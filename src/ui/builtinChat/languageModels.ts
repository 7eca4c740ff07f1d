import * as vscode from 'vscode';
import type { ModelRequest } from '../../agent/models/modelStream.ts';
import { countTokens } from '../../agent/tokens/countTokens.ts';
import { openMeteredStream } from '../meteredStream.ts';
import type { Parts } from '../parts.ts';
import { countMessage } from './countMessage.ts';
import { KeptReasoning } from './keptReasoning.ts';
import { languageModelError } from './languageModelError.ts';
import type { ParleyModel } from './modelInformation.ts';
import { readModelOptions } from './modelOptions.ts';
import { offeredModels, readyProfiles } from './offeredModels.ts';
import { readMessages } from './readMessages.ts';
import { reportAnswer } from './reportAnswer.ts';

/** Which feature the requests are made for, in the list of requests and in the ledger. */
const feature = 'VS Code chat';

type LanguageModelParts = Pick<Parts, 'account' | 'conversations' | 'log'>;

/** The chat models of every profile that is ready, for VS Code's own chat and for other extensions. */
export class LanguageModels implements vscode.LanguageModelChatProvider<ParleyModel> {
  readonly #parts: LanguageModelParts;
  readonly #onLate: () => void;
  readonly #reasoning = new KeptReasoning();

  /** `onLate` is told when the models of a slow server have come. */
  constructor(parts: LanguageModelParts, onLate: () => void) {
    this.#parts = parts;
    this.#onLate = onLate;
  }

  /** Asks the user for nothing while `silent`. A server that does not answer has no models. */
  async provideLanguageModelChatInformation({
    silent,
  }: vscode.PrepareLanguageModelChatModelOptions): Promise<ParleyModel[]> {
    let profiles = await readyProfiles(this.#parts);
    if (profiles.length === 0 && !silent) {
      await vscode.commands.executeCommand('parley.setApiKey');
      profiles = await readyProfiles(this.#parts);
    }
    return offeredModels(this.#parts, profiles, this.#onLate);
  }

  async provideLanguageModelChatResponse(
    model: ParleyModel,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
    try {
      await this.#answer(model, this.#requestOf(model, messages, options), progress, abort.signal);
    } catch (error) {
      throw languageModelError(error, this.#parts.log);
    } finally {
      cancelling.dispose();
    }
  }

  #requestOf(
    { model }: ParleyModel,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    { modelOptions, tools = [], toolMode }: vscode.ProvideLanguageModelChatResponseOptions,
  ): ModelRequest {
    return {
      model,
      ...readMessages(messages, (callId) => this.#reasoning.before(callId)),
      ...readModelOptions(modelOptions),
      tools: tools.map(({ name, description, inputSchema }) => ({
        name,
        description,
        parameters: { type: 'object', properties: {}, ...inputSchema },
        strict: false,
      })),
      ...(toolMode === vscode.LanguageModelChatToolMode.Required && { mustCall: true }),
    };
  }

  async #answer(
    { profile: profileName, model }: ParleyModel,
    request: ModelRequest,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    signal: AbortSignal,
  ): Promise<void> {
    const profile = this.#parts.account.profiles().find(({ name }) => name === profileName);
    if (!profile)
      throw vscode.LanguageModelError.NotFound(
        `There is no profile “${profileName}” in parley.profiles any more. Choose another model.`,
      );
    const stream = await openMeteredStream(this.#parts, feature, profile);
    await reportAnswer(this.#reasoning.watch(stream(request, { signal }), model), progress);
  }

  provideTokenCount({ model }: ParleyModel, text: string | vscode.LanguageModelChatRequestMessage): Promise<number> {
    return typeof text === 'string' ? countTokens(model, text) : countMessage(model, text);
  }
}
