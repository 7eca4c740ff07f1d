import type { App } from '../app.ts';
import { passageOf } from '../passageOf.ts';
import { askInstruction } from '../refactorInstruction.ts';
import { rewrite } from '../rewrite.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  const passage = await passageOf(app, args);
  const instruction = await askInstruction(app.context.workspaceState);
  if (instruction === undefined) return;
  const wish = instruction || 'Make it simpler and easier to read.';
  await rewrite(app, passage, `Refactor this code without changing what it does. ${wish}`, 'Refactor');
}
