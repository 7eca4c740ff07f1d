import { problemsIn } from '../../editor/context.ts';
import type { App } from '../app.ts';
import { passageOf } from '../passageOf.ts';
import { rewrite } from '../rewrite.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  const passage = await passageOf(app, args);
  const problems = problemsIn(passage.document, passage.range);
  const reported =
    problems.length > 0 ? `It has these problems:\n${problems.join('\n')}` : 'No tool reports any: find the bugs.';
  await rewrite(app, passage, `Fix the problems in this code. ${reported}`, 'Fix Problems');
}
