export interface Word {
  /** Without its quotes. */
  text: string;
  /** Where the first quoted character is in `text`; Infinity where none is. */
  quotedFrom: number;
  /** True where the shell may make other words of it: a glob or braces. */
  expands: boolean;
}

/** One program with its arguments. */
export interface SimpleCommand {
  /** `NAME=value` in front of it. */
  assignments: { name: string; value: string }[];
  /** Empty where there are assignments only. */
  words: Word[];
}

export interface ParsedLine {
  /** All that the line runs, substitutions included, as far as it was understood. */
  commands: SimpleCommand[];
  /** Why no rule may allow the line, as ends of "It …"; empty for lines of plain commands. */
  asks: string[];
}

/** Thrown where reading on would be guessing. */
export class NotUnderstood extends Error {}

/** Where words are read from. */
export interface WordSource {
  readonly text: string;
  at: number;
  startsWith(text: string): boolean;
  ask(reason: string): void;
  /** Reads commands inside of this text up to `close`, which is taken. */
  readInner(close: string): void;
  /** Reads text that a shell reads again, as between backticks. */
  readAgain(text: string): void;
}
