import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCell, type Cell } from '../../src/ui/notebook/cell.ts';
import { root } from './host.ts';

export interface TourCell {
  /** The heading above it: `Generate an image`. Cells below one heading share it. */
  title: string;
  /** As it is written. */
  text: string;
  cell: Cell;
}

/** The cells that are meant to fail, by their heading. */
export const failing: readonly string[] = [
  'Ask for a model that does not exist',
  'Send a number out of its range',
  'Call an endpoint that is gone',
];

/** All cells of the shipped tour, in order. */
export function readTour(): TourCell[] {
  const text = readFileSync(join(root, 'media', 'tour', 'api.openai.md'), 'utf8');
  let title = '';
  return [...text.matchAll(/^(?:### (.+)|```http\n([^]*?)\n```)$/gm)].flatMap(([, heading, request]) => {
    if (heading !== undefined) title = heading;
    return request === undefined ? [] : [{ title, text: request, cell: parseCell(request) }];
  });
}
