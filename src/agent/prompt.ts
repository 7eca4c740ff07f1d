export interface PromptContext {
  /**
   * The fixed parts, the most common first. They stay the same byte for byte, so that a server can keep them in its
   * cache; what changes from user to user comes after them, and what changes from message to message is in the messages.
   */
  fixed: readonly string[];
  /** The user's own instructions, from the settings. */
  userInstructions?: string;
  /** Facts on the workspace that hold for the whole conversation, one a line: folders, operating system. */
  facts?: readonly string[];
}

/** The instructions of a conversation: what never changes first, what changes most last. */
export function buildInstructions({ fixed, userInstructions = '', facts = [] }: PromptContext): string {
  const own = userInstructions.trim();
  return [
    ...fixed.map((part) => part.trim()),
    ...(own === '' ? [] : [`The user's own instructions:\n${own}`]),
    ...(facts.length === 0 ? [] : [`The workspace:\n${facts.map((fact) => `- ${fact}`).join('\n')}`]),
  ].join('\n\n');
}
