import * as vscode from 'vscode';
import { readSettings } from '../../editor/settings.ts';
import type { CompletionParts, CompletionProvider } from './completionProvider.ts';
import { completedSchemes, isCompleted, isSecretDocument } from './documentPlace.ts';
import type { RunningCompletions } from './runCompletions.ts';

const options = 'parley.inlineCompletionOptions';

/** Inline completions, while the settings have them on; what makes them is loaded then. Offers to turn them on until then. */
export class InlineCompletions {
  readonly #parts: CompletionParts;
  readonly #offer: vscode.LanguageStatusItem;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #running: Promise<RunningCompletions | undefined> | undefined;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#offer = vscode.languages.createLanguageStatusItem('parley.inlineCompletions', completedSchemes);
    this.#offer.name = 'Parley: Inline Completions';
    this.#offer.detail = 'Parley';
    this.#subscriptions = [
      this.#offer,
      parts.account.onDidChange(() => this.#refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.#showOffer()),
    ];
    this.#refresh();
  }

  /** What makes them, while they are on. */
  async provider(): Promise<CompletionProvider | undefined> {
    return (await this.#running)?.provider;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#stop();
  }

  #refresh(): void {
    const isOn = readSettings().inlineCompletions.enabled && vscode.workspace.isTrusted;
    if (!isOn) this.#stop();
    else if (this.#running) void this.#running.then((running) => running?.provider.reset());
    else this.#running = this.#start();
    void this.#showOffer();
  }

  async #start(): Promise<RunningCompletions | undefined> {
    const { conversations, log } = this.#parts;
    try {
      const [{ runCompletions }, spending] = await Promise.all([
        import('./runCompletions.ts'),
        conversations.recentSpending(),
      ]);
      return runCompletions(this.#parts, spending);
    } catch (error) {
      log.error('Inline completions could not be turned on.', error);
      return undefined;
    }
  }

  #stop(): void {
    void this.#running?.then((running) => running?.dispose());
    this.#running = undefined;
  }

  /** Beside the language of the file: whether they are on in it, and how to turn them on. */
  async #showOffer(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const isSecret = document !== undefined && (await isSecretDocument(document));
    const { enabled, languages } = readSettings().inlineCompletions;
    const offer = (text: string, title: string, command: string, ...args: readonly string[]) => {
      this.#offer.text = text;
      this.#offer.command = { title, command, arguments: [...args] };
    };
    if (!enabled) offer('Inline completions are off', 'Turn On', 'parley.toggleInlineCompletions');
    else if (!vscode.workspace.isTrusted)
      offer('Inline completions wait for trust', 'Manage Trust', 'workbench.trust.manage');
    else if (isSecret) offer('No inline completions where secrets are kept', 'Options', options);
    else if (document && !isCompleted(languages, document.languageId))
      offer('Inline completions are off in this language', 'Turn On', options, 'language');
    else offer('Inline completions are on', 'Options', options);
  }
}
