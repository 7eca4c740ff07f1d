import type { App } from '../app.ts';
import { insertCells } from '../notebook/insertCells.ts';
import { loadEndpoints } from '../notebook/loadEndpoints.ts';
import { sampleCell } from '../notebook/sampleCell.ts';

/** Puts a request of the endpoint with this method and path into the active API notebook or a new one. Runs nothing. */
export async function run({ account }: App, method?: unknown, path?: unknown): Promise<void> {
  const { endpoints, definitions } = await loadEndpoints();
  const endpoint = endpoints.find((each) => each.method === method && each.path === path);
  if (!endpoint) throw new Error('There is no such endpoint in the table of the API.');
  // A cell can be written without a server: the model is then left to be filled in.
  const model = await account.model().catch(() => '');
  await insertCells([sampleCell(endpoint, definitions, model)]);
}
