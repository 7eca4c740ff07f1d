import * as vscode from 'vscode';
import { costUsd, modelInfo } from '../../agent/models/catalog.ts';
import { countError, countTokens, olderCountError } from '../../agent/tokens/countTokens.ts';
import { hasOlderEncoding } from '../../agent/tokens/olderEncoding.ts';
import type { Profile } from '../../editor/profile.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { formatCount } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { doneMessage } from '../doneMessage.ts';
import { priceText } from '../priceText.ts';
import { withProgress } from '../progress.ts';
import { selectedText } from '../text/selectedText.ts';

/** Counts what is selected, or the whole document: exactly where the server can, else about. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  const { text, label } = await selectedText(app, args);
  const { profile } = app.account;
  const { model, tokens, isExact } = await withProgress(`Counting the tokens of ${label}…`, (signal) =>
    count(app, text, signal),
  );
  const answer = vscode.window.showInformationMessage(describeCount({ model, tokens, isExact }, profile), 'Copy');
  void answer.then(async (chosen) => {
    if (chosen) await vscode.env.clipboard.writeText(String(tokens));
  });
}

interface Count {
  model: string;
  tokens: number;
  /** The server counted, and not we. */
  isExact: boolean;
}

async function count({ account }: App, text: string, signal: AbortSignal): Promise<Count> {
  const [client, model] = await Promise.all([account.client(account.profile, 'Count Tokens'), account.model()]);
  signal.throwIfAborted();
  if (account.api() === 'responses') {
    try {
      const counted = await client.responses.inputTokens.count({ model, input: text }, { signal });
      return { model, tokens: counted.input_tokens, isExact: true };
    } catch (error) {
      if (!cannotCount(error)) throw error;
    }
  }
  return { model, tokens: await countTokens(model, text), isExact: false };
}

/** The server speaks Responses and has no such endpoint; a model it does not have is another matter. */
const cannotCount = (error: unknown): boolean =>
  error instanceof OpenAIError && [404, 405, 501].includes(error.status ?? 0) && error.code !== 'model_not_found';

function describeCount({ model, tokens, isExact }: Count, profile: Profile): string {
  const usage = { inputTokens: tokens, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  const usd = costUsd(model, usage);
  const { contextTokens } = modelInfo(model);
  const share = contextTokens && (tokens / contextTokens) * 100;
  const percent = share && (share < 0.1 ? 'under 0.1' : share.toFixed(share < 10 ? 1 : 0));
  return doneMessage(
    isExact
      ? `${formatCount(tokens)} tokens for ${model}`
      : `About ${formatCount(tokens)} tokens, give or take ${100 * (hasOlderEncoding(model) ? olderCountError : countError)} %: the server does not count for ${model}`,
    usd === undefined ? undefined : `${priceText(usd, profile)} as input`,
    percent ? `${percent} % of its context` : undefined,
  );
}
