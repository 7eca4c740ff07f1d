import type { Client } from '../../openai/client.ts';
import type { CellResult } from '../../protocol/cellResult.ts';
import { follow } from './answer/follow.ts';
import { failedResult, settled } from './failedResult.ts';
import { latestWins } from './latestWins.ts';
import { redactResult } from './redactResult.ts';
import { showEveryMs, type CellRun, type RunContext } from './runCell.ts';

/** Follows the long operation that a cell began, showing how far it is. Rejects only where showing it fails. */
export async function followCell(
  run: CellRun,
  client: Client,
  { signal, show, assertMayRun }: Pick<RunContext, 'signal' | 'show' | 'assertMayRun'>,
): Promise<CellRun> {
  const shown = latestWins((next: CellResult) => show(redactResult(next, run.hidden)), showEveryMs);
  let result: CellResult = { ...run.result, state: 'running' };
  const update = (change: Partial<CellResult>) => shown.push((result = { ...result, ...change }));
  const startedAt = performance.now();
  let { answer } = run;
  let error: unknown;
  update({});
  try {
    assertMayRun();
    const { parts, value, usage } = await follow(client, answer?.value, {
      signal,
      onParts: (next) => update({ parts: next }),
    });
    answer = { value };
    const durationMs = (run.result.durationMs ?? 0) + (performance.now() - startedAt);
    update({ parts, ...(usage && { usage }), durationMs, state: 'done' });
  } catch (caught) {
    error = caught;
    if (signal.aborted) update({ state: 'cancelled', parts: settled(result.parts) });
    else update(failedResult(result, caught));
  }
  await shown.end();
  return {
    hidden: run.hidden,
    result: redactResult(result, run.hidden),
    ...(run.name !== undefined && { name: run.name }),
    ...(run.profile && { profile: run.profile }),
    ...(answer && { answer }),
    ...(error !== undefined && { error }),
  };
}
