/** A command that has begun. */
export interface Launched {
  /** The exit code; undefined where it was killed or the shell does not tell. All output was handed on before. Never rejects. */
  ended: Promise<number | undefined>;
  /** Ends it with all that it has begun. */
  kill(): Promise<void>;
  /** Brings it before the user, who may type there. Absent: it runs out of sight and gets no input. */
  show?: () => void;
}

/** What pagers and prompts would wait for never comes. */
export const unattended = { PAGER: 'cat', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0' };
