import type { App } from '../app.ts';
import { chosenCell } from '../notebook/chosenCell.ts';

/** Asks on until the long operation that a cell began has ended, in the output of the cell. */
export async function run({ notebooks }: App, argument?: unknown): Promise<void> {
  await notebooks.runFollow(chosenCell(argument));
}
