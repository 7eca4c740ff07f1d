import type { App } from '../app.ts';
import { codeRequests } from '../codeRequests.ts';
import { passageOf } from '../passageOf.ts';
import { askInstruction } from '../refactorInstruction.ts';
import { rewrite } from '../rewrite.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  const passage = await passageOf(app, args);
  const instruction = await askInstruction(app.context.workspaceState);
  if (instruction === undefined) return;
  await rewrite(app, passage, codeRequests.refactor(instruction), 'Refactor');
}
