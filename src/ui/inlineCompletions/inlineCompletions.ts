import * as vscode from 'vscode';
import { readInlineCompletionSettings } from '../../editor/settings.ts';
import type { CompletionParts, CompletionProvider } from './completionProvider.ts';
import { completedSchemes, isCompleted, isSecretDocument } from './documentPlace.ts';
import type { RunningCompletions } from './runCompletions.ts';
import { Switch } from './switch.ts';

const options = 'parley.inlineCompletionOptions';

/** Inline completions, while the settings have them on; what makes them is loaded then. Offers to turn them on until then. */
export class InlineCompletions {
  readonly #parts: CompletionParts;
  readonly #offer: vscode.LanguageStatusItem;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #switch = new Switch(() => this.#start());
  #failure: Error | undefined;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#offer = vscode.languages.createLanguageStatusItem('parley.inlineCompletions', completedSchemes);
    this.#offer.name = 'Parley: Inline Completions';
    this.#offer.detail = 'Parley';
    this.#subscriptions = [
      this.#offer,
      parts.account.onDidChange(() => void this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.#showOffer()),
      // A document that is given another language is opened anew.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === activeDocument()) void this.#showOffer();
      }),
    ];
    void this.refresh();
  }

  /** What makes them, while they are on. */
  async provider(): Promise<CompletionProvider | undefined> {
    return (await this.#switch.running?.catch(() => undefined))?.provider;
  }

  /** Why they could not be turned on. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Turns them on or off as the settings say; what failed before is tried again. */
  async refresh(): Promise<void> {
    if (readInlineCompletionSettings().enabled && vscode.workspace.isTrusted) await this.#turnOn();
    else this.#switch.off();
    await this.#showOffer();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#switch.off();
  }

  async #turnOn(): Promise<void> {
    const isRunning = this.#switch.running !== undefined;
    try {
      const { provider } = await this.#switch.on();
      this.#failure = undefined;
      if (isRunning) provider.reset();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#parts.log.error('Inline completions could not be turned on.', error);
    }
  }

  async #start(): Promise<RunningCompletions> {
    const [{ runCompletions }, spending] = await Promise.all([
      import('./runCompletions.ts'),
      this.#parts.conversations.spending.recent(),
    ]);
    return runCompletions(this.#parts, spending);
  }

  /** Beside the language of the file: whether they are on in it, and how to turn them on. */
  async #showOffer(): Promise<void> {
    const document = activeDocument();
    const isSecret = document !== undefined && (await isSecretDocument(document));
    // Another call is about the file that has come to the front meanwhile.
    if (document !== activeDocument()) return;
    const { enabled, languages } = readInlineCompletionSettings();
    const isTrusted = vscode.workspace.isTrusted;
    const offer = (text: string, title: string, command: string, ...args: readonly string[]) => {
      this.#offer.text = text;
      this.#offer.command = { title, command, arguments: [...args] };
    };
    const isBroken = enabled && isTrusted && this.#failure !== undefined;
    this.#offer.severity = vscode.LanguageStatusSeverity[isBroken ? 'Error' : 'Information'];
    if (!enabled) offer('Inline completions are off', 'Turn On', 'parley.toggleInlineCompletions');
    else if (!isTrusted) offer('Inline completions wait for trust', 'Manage Trust', 'workbench.trust.manage');
    else if (isBroken) offer('Inline completions could not be turned on', 'Options', options);
    else if (isSecret) offer('No inline completions where secrets are kept', 'Options', options);
    else if (document && !isCompleted(languages, document.languageId))
      offer('Inline completions are off in this language', 'Turn On', options, 'language');
    else offer('Inline completions are on', 'Options', options);
  }
}

const activeDocument = (): vscode.TextDocument | undefined => vscode.window.activeTextEditor?.document;
