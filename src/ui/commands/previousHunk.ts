import type { App } from '../app.ts';
import { placeIn } from './hunkPlace.ts';

export function run({ edits }: App, ...args: unknown[]): void {
  edits.go('previous', ...placeIn(args));
}
