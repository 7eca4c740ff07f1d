import * as vscode from 'vscode';
import { chatModelIds } from '../../agent/models/catalog.ts';
import type { ModelRequest } from '../../agent/models/modelStream.ts';
import { countTokens } from '../../agent/tokens/countTokens.ts';
import type { Profile } from '../../editor/profile.ts';
import { openMeteredStream } from '../meteredStream.ts';
import type { Parts } from '../parts.ts';
import { countMessage } from './countMessage.ts';
import { KeptReasoning } from './keptReasoning.ts';
import { languageModelError } from './languageModelError.ts';
import { modelInformation, type ParleyModel } from './modelInformation.ts';
import { readModelOptions } from './modelOptions.ts';
import { readMessages } from './readMessages.ts';
import { reportAnswer } from './reportAnswer.ts';

/** Which feature the requests are made for, in the list of requests and in the ledger. */
const feature = 'VS Code chat';

type LanguageModelParts = Pick<Parts, 'account' | 'conversations' | 'log'>;

/** The chat models of every profile that is ready, for VS Code's own chat and for other extensions. */
export class LanguageModels implements vscode.LanguageModelChatProvider<ParleyModel> {
  readonly #parts: LanguageModelParts;
  readonly #reasoning = new KeptReasoning();

  constructor(parts: LanguageModelParts) {
    this.#parts = parts;
  }

  /** Asks the user for nothing while `silent`; a server that does not answer has no models then. */
  async provideLanguageModelChatInformation({
    silent,
  }: vscode.PrepareLanguageModelChatModelOptions): Promise<ParleyModel[]> {
    const { account } = this.#parts;
    const ready = await Promise.all(
      account.profiles().map(async (profile) => ({ profile, is: await account.isReady(profile) })),
    );
    const profiles = ready.flatMap(({ profile, is }) => (is ? [profile] : []));
    if (profiles.length === 0 && !silent) await vscode.commands.executeCommand('parley.setApiKey');
    return (await Promise.all(profiles.map((profile) => this.#modelsOf(profile)))).flat();
  }

  async provideLanguageModelChatResponse(
    { profile: profileName, model }: ParleyModel,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    { modelOptions, tools = [], toolMode }: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const profile = this.#parts.account.profiles().find(({ name }) => name === profileName);
    if (!profile)
      throw vscode.LanguageModelError.NotFound(`There is no profile “${profileName}” in parley.profiles any more.`);
    const request: ModelRequest = {
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
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
    try {
      const stream = await openMeteredStream(this.#parts, feature, profile);
      const events = stream(request, { signal: abort.signal });
      await reportAnswer(this.#reasoning.watch(events, model), progress);
    } catch (error) {
      throw languageModelError(error);
    } finally {
      cancelling.dispose();
    }
  }

  provideTokenCount({ model }: ParleyModel, text: string | vscode.LanguageModelChatRequestMessage): Promise<number> {
    return typeof text === 'string' ? countTokens(model, text) : countMessage(model, text);
  }

  async #modelsOf(profile: Profile): Promise<readonly ParleyModel[]> {
    const { account, log } = this.#parts;
    try {
      return chatModelIds(await account.models({ profile })).map((model) => modelInformation(profile, model));
    } catch (error) {
      log.warn(`The models of ${profile.name} are not offered to VS Code.`, error);
      return [];
    }
  }
}
