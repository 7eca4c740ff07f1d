import type { ChatViews } from './chatViews.ts';
import type { InlineCompletions } from './inlineCompletions/inlineCompletions.ts';
import type { Parts } from './parts.ts';

/** All that is wired, as the commands see it. */
export interface App extends Parts {
  chat: ChatViews;
  inlineCompletions: InlineCompletions;
}

/** A command: `run` gets what `executeCommand` was given, so it trusts none of it. */
export interface Command {
  run(app: App, ...args: unknown[]): Promise<void> | void;
}
