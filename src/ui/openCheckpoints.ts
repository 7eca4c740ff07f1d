import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointStore } from '../store/checkpointStore.ts';
import type { Parts } from './parts.ts';
import { reportError } from './reportError.ts';

/** The checkpoints in the extension's global storage. Where that cannot be opened, says so and keeps them in memory. */
export async function openCheckpoints({ context, log }: Pick<Parts, 'context' | 'log'>): Promise<CheckpointStore> {
  const { openCheckpointStore } = await import('../store/checkpointStore.ts');
  try {
    return await openCheckpointStore(fileOf(context));
  } catch (error) {
    await reportError({ log }, error, 'Opening the checkpoints. Until that works, they last as long as this window');
    return openCheckpointStore(':memory:');
  }
}

/** False where no turn has ever changed a file. */
export const areCheckpointsStored = ({ context }: Pick<Parts, 'context'>): boolean => existsSync(fileOf(context));

const fileOf = ({ globalStorageUri }: Parts['context']): string =>
  join(globalStorageUri.fsPath, 'checkpoints', 'checkpoints.db');
