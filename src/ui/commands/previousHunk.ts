import type { App } from '../app.ts';
import { placeIn } from './hunkPlace.ts';

export function run({ edits }: App, ...args: unknown[]): void {
  const [document, line] = placeIn(args);
  edits.go('previous', document, line);
}
