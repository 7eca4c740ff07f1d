import type { App } from '../app.ts';
import { codeRequests } from '../codeRequests.ts';
import { passageOf } from '../passageOf.ts';
import { rewrite } from '../rewrite.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  await rewrite(app, await passageOf(app, args), codeRequests.document(), 'Add Documentation');
}
