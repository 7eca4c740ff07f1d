import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FixtureExchange } from './fixture.ts';

const mostFiles = 10;

/** A file of requests, one JSON object a line, for as long as recording is on. The oldest of ten such files goes. */
export class RecordFile {
  readonly #folder: string;
  #path: string | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** In the order of the calls. */
  append(exchange: FixtureExchange): Promise<void> {
    const written = this.#last.then(async () => {
      this.#path ??= await this.#open();
      await appendFile(this.#path, `${JSON.stringify(exchange)}\n`, { mode: 0o600 });
    });
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #open(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.jsonl')).sort();
    for (const name of names.slice(0, Math.max(0, names.length - mostFiles + 1))) await rm(join(this.#folder, name));
    return join(this.#folder, `${new Date().toISOString().replaceAll(':', '-')}-${process.pid}.jsonl`);
  }
}
