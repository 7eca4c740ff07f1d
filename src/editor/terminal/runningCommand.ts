import type { CommandOutput } from './commandOutput.ts';
import type { Launched } from './launched.ts';
import { looksLikePrompt } from './looksLikePrompt.ts';

interface Facts {
  id: string;
  conversationId: string;
  /** The call that began it. */
  callId: string;
  command: string;
}

/** A command of a conversation, running or ended. */
export class RunningCommand {
  readonly id: string;
  readonly conversationId: string;
  /** The call that began it, or that follows it now. */
  callId: string;
  readonly command: string;
  readonly output: CommandOutput;
  /** Never rejects. */
  readonly ended: Promise<void>;
  readonly show: (() => void) | undefined;
  /** The line of the output that the model has been shown last. */
  shownTo = 0;
  readonly #launched: Launched;
  #end: { exitCode: number | undefined } | undefined;
  #stopped: string | undefined;

  constructor({ id, conversationId, callId, command }: Facts, output: CommandOutput, launched: Launched) {
    this.id = id;
    this.conversationId = conversationId;
    this.callId = callId;
    this.command = command;
    this.output = output;
    this.show = launched.show;
    this.#launched = launched;
    this.ended = launched.ended.then((exitCode) => {
      this.#end = { exitCode };
    });
  }

  get running(): boolean {
    return this.#end === undefined;
  }

  /** How it stands or how it ended, as the model is told: without a full stop. */
  get state(): string {
    if (this.#stopped !== undefined) return this.#stopped;
    if (!this.#end) return 'Running';
    const { exitCode } = this.#end;
    return exitCode === undefined ? 'Ended, exit code unknown' : `Exit code ${exitCode}`;
  }

  /** The line at which it seems to wait for the user; undefined where it does not. */
  get prompt(): string | undefined {
    const { partialLine } = this.output;
    return this.running && this.show && looksLikePrompt(partialLine) ? partialLine.trim() : undefined;
  }

  /** Ends it with all that it has begun; `because` is what the model is told. */
  stop(because: string): void {
    if (!this.running || this.#stopped !== undefined) return;
    this.#stopped = because;
    void this.#launched.kill();
  }
}
