import type { App } from '../app.ts';
import { chosenCell } from '../notebook/chosenCell.ts';
import { withProgress } from '../progress.ts';

/** Asks the server to give up the long operation that a cell began, and follows it to its end. */
export async function run({ notebooks }: App, argument?: unknown): Promise<void> {
  const cell = chosenCell(argument);
  const session = notebooks.session(cell);
  if (!session?.answer) throw new Error('Run the cell first: there is nothing to cancel yet.');
  const { value } = session.answer;
  const { cancelAtServer } = await import('../notebook/answer/follow.ts');
  await withProgress('Cancelling at the server…', async (signal) =>
    cancelAtServer(await session.client(), value, signal),
  );
  await notebooks.runFollow(cell);
}
