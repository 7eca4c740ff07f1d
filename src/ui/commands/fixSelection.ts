import { problemsIn } from '../../editor/context.ts';
import type { App } from '../app.ts';
import { codeRequests } from '../codeRequests.ts';
import { passageOf } from '../passageOf.ts';
import { rewrite } from '../rewrite.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  const passage = await passageOf(app, args);
  const problems = problemsIn(passage.document, passage.range);
  await rewrite(app, passage, codeRequests.fix(problems), 'Fix Problems');
}
