import { combinedCases } from './cases/combined.ts';
import { driftCases } from './cases/drift.ts';
import { layoutCases } from './cases/layout.ts';
import { patchCases } from './cases/patches.ts';
import { refusalCases } from './cases/refusals.ts';
import { slipCases } from './cases/slips.ts';
import type { PatchCase } from './patchCase.ts';

/** Everything that models send, by category. */
export const allCases = (): PatchCase[] => [
  ...patchCases(),
  ...layoutCases(),
  ...driftCases(),
  ...combinedCases(),
  ...slipCases(),
  ...refusalCases(),
];
