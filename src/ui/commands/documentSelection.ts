import type { App } from '../app.ts';
import { passageOf } from '../passageOf.ts';
import { rewrite } from '../rewrite.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  const request =
    'Add documentation to this code: documentation comments in the convention of its language on what is public or hard to understand. Say what cannot be read from the code. Change nothing else.';
  await rewrite(app, await passageOf(app, args), request, 'Add Documentation');
}
