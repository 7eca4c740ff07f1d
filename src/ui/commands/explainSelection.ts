import { attachmentOf } from '../../editor/context.ts';
import type { App } from '../app.ts';
import { codeRequests } from '../codeRequests.ts';
import { passageOf } from '../passageOf.ts';

export async function run(app: App, ...args: unknown[]): Promise<void> {
  const attachment = attachmentOf(await passageOf(app, args));
  const view = await app.chat.show();
  await view.send(codeRequests.explain(), [attachment]);
}
