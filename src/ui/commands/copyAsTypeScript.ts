import type { App } from '../app.ts';

/** The cell as TypeScript for the official SDK, with the key as a variable. */
export async function run(app: App, cell?: unknown): Promise<void> {
  const [{ copyCell }, { writeTypeScript }] = await Promise.all([
    import('../notebook/copyAs/copyCell.ts'),
    import('../notebook/copyAs/writeTypeScript.ts'),
  ]);
  await copyCell(app, cell, 'TypeScript', writeTypeScript);
}
