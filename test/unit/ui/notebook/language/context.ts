import { endpointTable } from '../../../../../scripts/endpoints.mjs';
import type { EndpointTable } from '../../../../../src/ui/notebook/endpoints.ts';
import type { CellContext } from '../../../../../src/ui/notebook/language/context.ts';
import type { NamesAbove } from '../../../../../src/ui/notebook/language/notebookIndex.ts';
import { JsonBodies } from '../../../../../src/ui/notebook/language/jsonBody.ts';

export const table = JSON.parse(await endpointTable()) as EndpointTable;
export const bodies = new JsonBodies(table, []);

export const namesAbove = (...names: string[]): NamesAbove => ({
  has: (name) => names.includes(name),
  last: () => names,
});

/** A notebook with two cells above, next to a few files. */
export const context: CellContext = {
  table,
  namesAbove: namesAbove('upload', 'tutor'),
  profiles: ['OpenAI', 'Azure'],
  models: [],
  environment: ['HOME', 'USER'],
  listFiles: (folder) =>
    Promise.resolve(folder === '' ? ['speech.mp3', 'images/'] : folder === 'images/' ? ['otter.png'] : []),
};

/** A text without the | that marks a place in it, and the place. */
export function marked(text: string): { text: string; offset: number } {
  const offset = text.indexOf('|');
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}
