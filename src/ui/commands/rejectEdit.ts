import type { App } from '../app.ts';

export function run({ edits }: App): void {
  edits.rejectActive();
}
