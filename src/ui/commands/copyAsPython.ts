import type { App } from '../app.ts';

/** The cell as Python for the official SDK, with the key as a variable. */
export async function run(app: App, cell?: unknown): Promise<void> {
  const [{ copyCell }, { writePython }] = await Promise.all([
    import('../notebook/copyAs/copyCell.ts'),
    import('../notebook/copyAs/writePython.ts'),
  ]);
  await copyCell(app, cell, 'Python', writePython);
}
