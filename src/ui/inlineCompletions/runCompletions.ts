import * as vscode from 'vscode';
import type { RecentSpending } from '../../store/recentSpending.ts';
import { CompletionProvider, type CompletionParts } from './completionProvider.ts';
import { completedSchemes } from './documentPlace.ts';
import { showSpending } from './showSpending.ts';

export interface RunningCompletions {
  provider: CompletionProvider;
  dispose(): void;
}

/** Makes completions until it is disposed, and shows in the status bar what they cost. */
export function runCompletions(parts: CompletionParts, spending: RecentSpending): RunningCompletions {
  const provider = new CompletionProvider(parts, spending);
  const all = vscode.Disposable.from(
    vscode.languages.registerInlineCompletionItemProvider(completedSchemes, provider),
    showSpending(parts, provider, spending),
    provider,
  );
  return { provider, dispose: () => void all.dispose() };
}
