/** Nothing here starts a second command, runs a substitution, redirects, or reads what changes between two runs. */
const plainCommand = /^[\w@%+=:,./'" -]+$/;

/**
 * What approving this line for the conversation would cover: the same line in the same folder. Undefined for lines
 * that do more than run one program with fixed arguments: they are approved one by one.
 */
export function commandScope(command: string, folder: string): string | undefined {
  if (!plainCommand.test(command)) return undefined;
  return folder === '.' ? command : `${command} (in ${folder})`;
}

/** Throws where the line would not look on screen like what runs: invisible, right-to-left and control characters. */
export function refuseInvisible(command: string): void {
  const [found] = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(command.replaceAll(/[\n\t]/g, ' ')) ?? [];
  if (found === undefined) return;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new Error(`The command has an invisible character in it (U+${code}). Write it without.`);
}
