import type { App } from '../app.ts';

/** Writes the requests of the list to a file that can be replayed. */
export async function run(app: App): Promise<void> {
  const [{ exportSession }, { featureOf }] = await Promise.all([
    import('../requests/requestActions.ts'),
    import('../requests/featureLabel.ts'),
  ]);
  const titles = new Map((await app.conversations.list()).map(({ id, title }) => [id, title]));
  await exportSession(app, (label) => featureOf(label, titles));
}
