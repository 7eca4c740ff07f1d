import type { Assignments } from './expandWord.ts';
import { readWord, readWords, type ShellCommand } from './readWords.ts';
import type { Word } from './shellWord.ts';

/** A curl command in a text: its words without `curl` itself, or what is wrong with it. */
export type FoundCommand = { command: ShellCommand; assignments: Assignments } | { problem: string };

/** `curl`, alone or with its path, before an option or a URL: prose speaks of curl otherwise. The path is looked for last. */
const CURL =
  /curl(?:\.exe)?(?=[\s\\^`]+(?:[-–—]{1,2}[A-Za-z#:]|["'“‘]?(?:https?:\/\/|\$\{?[A-Za-z_]|localhost[:/]|[\w[\]-]+(?:\.[\w[\]-]+)+(?::\d+)?\/)))(?<=(?<![\w.@/-])(?:[\w.~-]*\/)*curl(?:\.exe)?)/g;
/** Not the field of a form: `-F file=…`. */
const ASSIGNMENT = /(?:^|[\s;](?<![-–—][A-Za-z][\w-]*[\s;]))([A-Za-z_]\w*)=(?=["'$\w./~])/g;
/** A text with more of what cannot be read is not looked at any further. */
const MOST_PROBLEMS = 10;

/** The curl commands of a text, in order. The text around them, prompts and fences are left out. */
export function findCommands(source: string): FoundCommand[] {
  const text = withoutPrompts(source.replace(/\r\n?/g, '\n'));
  const found: FoundCommand[] = [];
  const assignments = readAssignments(text);
  let problems = 0;
  let from = 0;
  for (const match of text.matchAll(CURL)) {
    if (match.index < from) continue;
    from = match.index + match[0].length;
    try {
      const command = readWords(text, from);
      found.push({ command, assignments: before(assignments, match.index) });
      from = command.end;
    } catch (error) {
      found.push({ problem: (error as Error).message });
      if (++problems === MOST_PROBLEMS) break;
    }
  }
  return found;
}

/** Without the `>` of a quoted text, or of a shell that asks for the rest. */
function withoutPrompts(text: string): string {
  return /^[ \t]*>[ \t]?(curl\b|-{1,2}[A-Za-z])/m.test(text) ? text.replace(/^[ \t]*>[ \t]?/gm, '') : text;
}

interface Assigned {
  name: string;
  word: Word;
  index: number;
}

function readAssignments(text: string): Assigned[] {
  return [...text.matchAll(ASSIGNMENT)].flatMap((match) => {
    const [all, name = ''] = match;
    const word = readAssigned(text, match.index + all.length);
    return word ? [{ name, word, index: match.index }] : [];
  });
}

/** What the names stand for at a place of the text. */
function before(all: readonly Assigned[], end: number): Assignments {
  const last = all.findIndex(({ index }) => index >= end);
  return new Map((last < 0 ? all : all.slice(0, last)).map(({ name, word }) => [name, word]));
}

function readAssigned(text: string, start: number): Word | undefined {
  try {
    return readWord(text, start);
  } catch {
    // Prose with an apostrophe behind a =, which is no assignment.
    return undefined;
  }
}
