import { findCommands } from './findCommands.ts';
import { readCurl } from './readCurl.ts';
import { writeCell, type Servers } from './writeCell.ts';

export interface PastedCells {
  /** The text of each cell, in the order of the commands. */
  cells: readonly string[];
  /** Sentences: what was left out, each once. */
  notes: readonly string[];
}

/** True where a text has a curl command, right or wrong. */
export function holdsCurl(text: string): boolean {
  return findCommands(text).length > 0;
}

/**
 * Every curl command of a text as a cell. Nothing is run, and the key stays out. Throws a sentence where there is no
 * command, or none that can be read; a command that cannot be read beside others is a note.
 */
export function cellsFromCurl(text: string, servers: Servers): PastedCells {
  const cells: string[] = [];
  const notes = new Set<string>();
  const problems = new Set<string>();
  const found = findCommands(text);
  if (found.length === 0) throw new Error('There is no curl command: it begins with curl and has a URL.');
  for (const one of found) {
    if ('problem' in one) {
      problems.add(one.problem);
      continue;
    }
    try {
      for (const request of readCurl(one.command, one.assignments)) {
        const cell = writeCell(request, servers);
        cells.push(cell.text);
        for (const note of cell.notes) notes.add(note);
      }
    } catch (error) {
      problems.add((error as Error).message);
    }
  }
  if (cells.length === 0) throw new Error([...problems].join(' '));
  return { cells, notes: [...problems, ...notes] };
}
