/** A file in which a repository tells agents how to work in it. */
export interface InstructionFile {
  /** Its path in the workspace, with the folder's name in front where there are several. */
  label: string;
  uri: string;
  /** The folder it is for, as its label; "." for all of the only workspace folder. */
  scope: string;
  text: string;
  /** The text is not all of the file. */
  cut: boolean;
}

export const mostCharacters = 16_000;
export const mostCharactersTogether = 40_000;

/**
 * As they are sent: those of outer folders first and each text once; what is too long is cut, and what finds no room is
 * left out. The same files give the same result, in whatever order they were found.
 */
export function arrangeInstructions(files: readonly Omit<InstructionFile, 'cut'>[]): InstructionFile[] {
  const sorted = [...files].sort((a, b) => depth(a.scope) - depth(b.scope) || compare(a.label, b.label));
  const seen = new Set<string>();
  let room = mostCharactersTogether;
  return sorted.flatMap((file) => {
    const whole = file.text.trim();
    const key = `${file.scope}\n${whole}`;
    if (whole === '' || seen.has(key) || room <= 0) return [];
    seen.add(key);
    const text = whole.slice(0, Math.min(mostCharacters, room));
    room -= text.length;
    return [{ ...file, text, cut: text.length < whole.length }];
  });
}

/** The folder that a file of instructions is for. */
export const scopeOf = (label: string): string => label.replace(/(^|\/)(\.github\/)?[^/]*$/, '') || '.';

const depth = (scope: string): number => (scope === '.' ? 0 : scope.split('/').length);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
