import type * as vscode from 'vscode';

/** The turn on whose behalf something writes. */
export interface WriteOrigin {
  conversationId: string;
  /** The user's message that the turn answers. */
  messageId: string;
}

/** Files about to be changed, created, moved (both places) or deleted. */
export interface Write {
  files: readonly vscode.Uri[];
  /** Undefined: the user asked for it outside of a conversation. */
  origin: WriteOrigin | undefined;
  /** A command runs: which files it changes is not known before. `files` are those that it names. */
  byCommand?: boolean;
}

/** Is awaited before anything is written; what it rejects with stops the write. Its answer is awaited afterwards, also where the write failed. */
export type WriteListener = (write: Write) => Promise<(() => Promise<void>) | undefined>;

/** The one way by which the agent and the commands change files, so that others can look before and after. */
export class Writes {
  readonly #listeners = new Set<WriteListener>();

  onWillWrite(listener: WriteListener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async perform<Result>(write: Write, change: () => Promise<Result>): Promise<Result> {
    const after: (() => Promise<void>)[] = [];
    try {
      for (const listener of this.#listeners) {
        const done = await listener(write);
        if (done) after.push(done);
      }
      return await change();
    } finally {
      for (const done of after) await done();
    }
  }
}
