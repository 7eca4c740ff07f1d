import * as vscode from 'vscode';
import { cheapestCompletingModel } from '../../agent/models/completingModels.ts';
import { readInlineCompletionSettings } from '../../editor/settings.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { sleep } from '../../openai/retry.ts';
import type { RecentSpending } from '../../store/recentSpending.ts';
import type { Parts } from '../parts.ts';
import { askForCompletion, feature } from './askForCompletion.ts';
import { BackOff } from './backOff.ts';
import { CompletionCache, type Completion } from './completionCache.ts';
import { cutCompletion } from './cutCompletion.ts';
import { isCompleted, isSecretDocument, placeAt, type DocumentPlace } from './documentPlace.ts';

export type CompletionParts = Pick<Parts, 'account' | 'conversations' | 'log'>;

/** Failures that pass by themselves; others last until the account or a setting is another. */
const passing: ReadonlySet<string> = new Set([
  'rateLimit',
  'server',
  'network',
  'timeout',
  'protocol',
  'contentFilter',
]);
const OTHERS_AGAIN_AFTER_MS = 5 * 60_000;

/** Proposes text at the cursor. One request at a time: the next keystroke ends the one before. */
export class CompletionProvider implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #parts: CompletionParts;
  readonly #spending: RecentSpending;
  readonly #cache = new CompletionCache();
  readonly #backOff = new BackOff();
  readonly #changed = new vscode.EventEmitter<void>();
  #running: AbortController | undefined;
  #failure: Error | undefined;
  #model: string | undefined;
  #fromCache = 0;

  /** What it costs, the model or the failure has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: CompletionParts, spending: RecentSpending) {
    this.#parts = parts;
    this.#spending = spending;
  }

  /** Why nothing is proposed for now, and until when in milliseconds since the epoch. */
  get failure(): { error: Error; until: number } | undefined {
    return this.#failure && { error: this.#failure, until: this.#backOff.until };
  }

  /** The model that was asked last. */
  get model(): string | undefined {
    return this.#model;
  }

  /** How often nothing had to be asked. */
  get fromCache(): number {
    return this.#fromCache;
  }

  /** Forgets failures and what was proposed: another model or server may answer. */
  reset(): void {
    this.#running?.abort();
    this.#cache.clear();
    this.#backOff.succeeded();
    this.#failure = undefined;
    this.#model = undefined;
    this.#changed.fire();
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    this.#running?.abort();
    const { languages } = readInlineCompletionSettings();
    if (!isCompleted(languages, document.languageId) || !isWrittenIn(document)) return [];
    const place = placeAt(document, position, context);
    if (!place) return [];
    const isAsked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const known = this.#cache.find(place);
    if (known && (known.text !== '' || !isAsked)) {
      this.#fromCache++;
      this.#changed.fire();
      return itemsOf(known, place, position);
    }
    const running = new AbortController();
    this.#running = running;
    const cancelling = token.onCancellationRequested(() => running.abort());
    try {
      const completion = await this.#ask(document, place, isAsked, running.signal);
      return completion ? itemsOf(completion, place, position) : [];
    } finally {
      cancelling.dispose();
    }
  }

  dispose(): void {
    this.#running?.abort();
    this.#changed.dispose();
  }

  /** Failures are no answer here: the status bar has them. */
  async #ask(
    document: vscode.TextDocument,
    place: DocumentPlace,
    isAsked: boolean,
    signal: AbortSignal,
  ): Promise<Completion | undefined> {
    try {
      if (await isSecretDocument(document)) return undefined;
      if (!isAsked) await sleep(readInlineCompletionSettings().delayMs, signal);
      signal.throwIfAborted();
      if (this.#isSpent() || (!isAsked && Date.now() < this.#backOff.until)) return undefined;
      const model = await this.#chooseModel();
      signal.throwIfAborted();
      const answer = await askForCompletion(this.#parts, { model, place, signal });
      const completion = cutCompletion(answer.text, place, answer) ?? { text: '', replaces: 0 };
      this.#cache.add(place, completion);
      this.#backOff.succeeded();
      this.#failure = undefined;
      this.#model = model;
      return completion;
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      return undefined;
    } finally {
      this.#changed.fire();
    }
  }

  #isSpent(): boolean {
    const { hourlyBudgetUsd } = readInlineCompletionSettings();
    return hourlyBudgetUsd > 0 && this.#spending.lastHour(feature).costUsd >= hourlyBudgetUsd;
  }

  async #chooseModel(): Promise<string> {
    const { account } = this.#parts;
    const { model } = readInlineCompletionSettings();
    if (model !== '') return model;
    const listed = await account.models().catch((error: unknown) => {
      if (error instanceof OpenAIError && error.kind === 'notFound') return [];
      throw error;
    });
    return cheapestCompletingModel(listed) ?? (await account.model());
  }

  #failed(thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (this.#failure?.message !== error.message) this.#parts.log.warn('Inline completions failed.', error);
    this.#failure = error;
    const waitMs = error instanceof OpenAIError ? error.retryAfterMs : undefined;
    const isPassing = error instanceof OpenAIError && passing.has(error.kind);
    this.#backOff.failed(isPassing ? waitMs : OTHERS_AGAIN_AFTER_MS);
  }
}

function itemsOf(
  { text, replaces }: Completion,
  { selected }: DocumentPlace,
  position: vscode.Position,
): vscode.InlineCompletionItem[] {
  if (text === '' || (selected && replaces > 0)) return [];
  if (selected) return [new vscode.InlineCompletionItem(selected.text + text, selected.range)];
  return [new vscode.InlineCompletionItem(text, new vscode.Range(position, position.translate(0, replaces)))];
}

/** Whether one text is written in one place: no comparison of files, not several cursors. */
function isWrittenIn(document: vscode.TextDocument): boolean {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  if (activeTab?.input instanceof vscode.TabInputTextDiff) return false;
  const editor = vscode.window.activeTextEditor;
  return editor?.document !== document || editor.selections.length === 1;
}
