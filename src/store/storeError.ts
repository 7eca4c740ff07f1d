const READONLY = 8;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;
const BUSY = 5;

/** What keeps SQLite from storing, in words, with the next step; any other error as it is. Codes: sqlite.org/rescode.html. */
export function storeError(error: unknown): unknown {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  const text = typeof code === 'number' ? sentences[code & 0xff] : undefined;
  return text === undefined ? error : new Error(text, { cause: error });
}

/** What the work gives, or throws as `storeError` words it. */
export function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error);
  }
}

const kept = 'What is on the screen stays there, and is stored as soon as that is possible.';

const sentences: Readonly<Record<number, string>> = {
  [BUSY]: `Another window keeps the stored conversations locked. ${kept} Try again in a moment.`,
  [READONLY]: `The conversations cannot be stored: their file is read-only. ${kept} Let Parley write to VS Code's global storage.`,
  [IOERR]: `The conversations cannot be stored: the disk reports an error. ${kept} Check the disk.`,
  [FULL]: `The conversations cannot be stored: the disk is full. ${kept} Free some space.`,
  [CANTOPEN]: "The file of the stored conversations cannot be opened. Let Parley write to VS Code's global storage.",
};
