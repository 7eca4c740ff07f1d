import type { App } from '../app.ts';

/** The cell as a curl command, with the key as a variable. */
export async function run(app: App, cell?: unknown): Promise<void> {
  const [{ copyCell }, { writeCurl }] = await Promise.all([
    import('../notebook/copyAs/copyCell.ts'),
    import('../notebook/copyAs/writeCurl.ts'),
  ]);
  await copyCell(app, cell, 'curl', writeCurl);
}
