import { modelsCalls } from './models.ts';
import type { ApiCall } from './call.ts';

/** Every method of the client, each at least once. */
export const apiCalls: readonly ApiCall[] = [...modelsCalls];
