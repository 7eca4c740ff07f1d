import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './host.ts';

/** A copy of the sample workspace that a test may change. */
export function copySample(): { folder: string; remove: () => void } {
  const parent = mkdtempSync(join(tmpdir(), 'parley-workspace-'));
  const folder = join(parent, 'orders');
  cpSync(join(root, 'samples', 'orders'), folder, { recursive: true });
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A workspace file beside the copy, of the copy and of a second folder "other". Answers with its path. */
export function addSecondFolder(folder: string): string {
  mkdirSync(join(folder, '..', 'other'));
  const file = join(folder, '..', 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'orders' }, { path: 'other' }] }));
  return file;
}
