import { cpSync, mkdtempSync, rmSync } from 'node:fs';
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
