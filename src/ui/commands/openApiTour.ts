import type { App } from '../app.ts';
import { openTour } from '../notebook/openTour.ts';

export async function run({ context }: App): Promise<void> {
  await openTour(context);
}
