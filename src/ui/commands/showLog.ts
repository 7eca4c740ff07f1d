import type { App } from '../app.ts';

export function run({ log }: App): void {
  log.show();
}
