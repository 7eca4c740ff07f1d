import type { Answer, Question } from './question.ts';
import type { Tool } from './tool.ts';
import type { ToolCallItem } from './transcript.ts';

/** The same call is asked about when it comes for this time. */
const mostRepeats = 3;
const shownArgumentCharacters = 200;

/** Whether a call runs, and what the user says about it to the model. */
export interface RepeatVerdict {
  runs: boolean;
  says?: string;
}

/** Counts the calls of a turn that are the same and asks about the third. What was changed in between starts anew. */
export class Repeats {
  readonly #counts = new Map<string, { count: number; kind: Tool['kind'] | undefined }>();
  #stopped = false;

  /** The user has stopped the turn: nothing more runs. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Rejects when the question is cancelled. */
  async judge(
    { name, arguments: args }: Pick<ToolCallItem, 'name' | 'arguments'>,
    kind: Tool['kind'] | undefined,
    ask: (question: Question) => Promise<Answer>,
  ): Promise<RepeatVerdict> {
    if (this.#stopped) return { runs: false };
    const key = `${name} ${canonicalJson(args)}`;
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { count, kind });
    if (count < mostRepeats) return { runs: true };
    this.#counts.delete(key);
    const { option, text } = await ask(questionAbout(name, args));
    const says = text === undefined ? {} : { says: text };
    if (option === 'stop') this.#stopped = true;
    return { runs: option === 'again' && !this.stopped, ...says };
  }

  /** Files have changed: reading and running again may come to something else, writing the same again does not. */
  changed(): void {
    for (const [key, { kind }] of this.#counts) if (kind !== 'write') this.#counts.delete(key);
  }
}

function questionAbout(name: string, args: string): Question {
  const shown = args.length > shownArgumentCharacters ? `${args.slice(0, shownArgumentCharacters)}…` : args;
  return {
    text: `The model calls ${name} for the third time with the same arguments: ${shown || '{}'}`,
    options: [
      { id: 'again', label: 'Run it again' },
      { id: 'stop', label: 'Stop', description: 'ends the turn' },
    ],
    field: 'Or tell the model what to do instead',
  };
}

/** The same for what differs only in spaces, those within texts too, or in the order of properties. */
function canonicalJson(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json || '{}'), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : typeof value === 'string'
          ? plain(value)
          : value,
    );
  } catch {
    return plain(json).replaceAll(' ', '');
  }
}

/** Without what changes a text for a program that counts, and for nobody else. */
const plain = (text: string): string => text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
