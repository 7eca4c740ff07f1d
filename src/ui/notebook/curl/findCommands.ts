import type { Assignments } from './expandWord.ts';
import { readWord, readWords, type ShellCommand } from './readWords.ts';
import type { Word } from './shellWord.ts';

/** A curl command in a text: its words without `curl` itself, or what is wrong with it. */
export type FoundCommand = { command: ShellCommand; assignments: Assignments } | { problem: string };

/** `curl`, alone or with its path, before an option or a URL: prose speaks of curl otherwise. */
const CURL =
  /(?<![\w.@/-])(?:[\w.~-]*\/)*curl(?:\.exe)?(?=[\s\\^`]+(?:[-–—]{1,2}[A-Za-z#:]|["'“‘]?(?:https?:\/\/|\$\{?[A-Za-z_]|localhost[:/]|[\w[\]-]+(?:\.[\w[\]-]+)+(?::\d+)?\/)))/g;
/** Not the field of a form: `-F file=…`. */
const ASSIGNMENT = /(?<![-–—][A-Za-z][\w-]*)(?:^|[\s;])([A-Za-z_]\w*)=(?=["'$\w./~])/g;

/** The curl commands of a text, in order. The text around them, prompts and fences are left out. */
export function findCommands(source: string): FoundCommand[] {
  const text = withoutPrompts(source.replace(/\r\n?/g, '\n'));
  const found: FoundCommand[] = [];
  let from = 0;
  for (const match of text.matchAll(CURL)) {
    if (match.index < from) continue;
    from = match.index + match[0].length;
    try {
      const command = readWords(text, from);
      found.push({ command, assignments: readAssignments(text.slice(0, match.index)) });
      from = command.end;
    } catch (error) {
      found.push({ problem: (error as Error).message });
    }
  }
  return found;
}

/** Without the `>` of a quoted text, or of a shell that asks for the rest. */
function withoutPrompts(text: string): string {
  return /^[ \t]*>[ \t]?(curl\b|-{1,2}[A-Za-z])/m.test(text) ? text.replace(/^[ \t]*>[ \t]?/gm, '') : text;
}

function readAssignments(text: string): Assignments {
  const assignments = new Map<string, Word>();
  for (const match of text.matchAll(ASSIGNMENT)) {
    const [all, name = ''] = match;
    const word = readAssigned(text, match.index + all.length);
    if (word) assignments.set(name, word);
  }
  return assignments;
}

function readAssigned(text: string, start: number): Word | undefined {
  try {
    return readWord(text, start);
  } catch {
    // Prose with an apostrophe behind a =, which is no assignment.
    return undefined;
  }
}
