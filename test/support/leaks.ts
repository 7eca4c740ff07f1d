import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

// Looks for a secret in everything that a run left behind. Give it a random one, never a real key.

type Form = 'plain' | 'utf16' | 'base64' | 'hex' | 'url';

const formsOf = (secret: string): [Form, Buffer][] => [
  ['plain', Buffer.from(secret)],
  ['utf16', Buffer.from(secret, 'utf16le')],
  // The last letters of base64 depend on what follows.
  ['base64', Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -2))],
  ['hex', Buffer.from(Buffer.from(secret).toString('hex'))],
  ['url', Buffer.from(encodeURIComponent(secret))],
];

export interface Leak {
  /** A file, or a store of the browser and its key. */
  where: string;
  form: Form;
}

/** Files below the folders that hold the secret in any common form. */
export function leaksOnDisk(folders: readonly string[], secret: string): Leak[] {
  const forms = formsOf(secret);
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const where = join(entry.parentPath, entry.name);
      const content = readFileSync(where);
      return forms.filter(([, bytes]) => content.includes(bytes)).map(([form]) => ({ where, form }));
    });
}

/** Entries of the page's own storage that hold the secret, and all entries by name, to see that there were some. */
export async function leaksInBrowser(
  page: Page,
  secret: string,
): Promise<{ entries: Record<string, string>; leaks: Leak[] }> {
  const entries = await page.evaluate(dumpStorage);
  const forms = formsOf(secret).map(([form, bytes]) => [form, bytes.toString('latin1')] as const);
  const leaks = Object.entries(entries).flatMap(([where, value]) =>
    forms.filter(([, text]) => value.includes(text)).map(([form]) => ({ where, form })),
  );
  return { entries, leaks };
}

/** Runs in the page: localStorage and every store of IndexedDB, where VS Code keeps state and encrypted secrets. */
async function dumpStorage(): Promise<Record<string, string>> {
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    });
  const asText = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
    return JSON.stringify(value ?? null);
  };
  const dump: Record<string, string> = {};
  for (const [key, value] of Object.entries(localStorage)) dump[`localStorage/${key}`] = String(value);
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer<unknown[]>(store.getAll())]);
      keys.forEach((key, index) => (dump[`indexedDB/${name}/${storeName}/${asText(key)}`] = asText(values[index])));
    }
    database.close();
  }
  return dump;
}

/** Runs in every frame before its scripts: keeps a copy of every message that a webview reads, bytes as text. */
export function recordMessages(): void {
  // The window itself is none.
  if (window === window.top) return;
  const kept: string[] = [];
  const asText = (_: string, value: unknown) =>
    ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
  Object.assign(globalThis, { keptMessages: kept });
  // A webview writes its document anew, which takes listeners away but not this.
  const property = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
  Object.defineProperty(MessageEvent.prototype, 'data', {
    get(this: MessageEvent<unknown>) {
      const data: unknown = property?.get?.call(this);
      kept.push(typeof data === 'string' ? data : JSON.stringify(data, asText));
      return data;
    },
  });
}

/** All that `recordMessages` has kept in the frames that are open. */
export async function recordedMessages(where: Page): Promise<string> {
  const kept = where
    .frames()
    .map((frame) => frame.evaluate(() => (globalThis as { keptMessages?: string[] }).keptMessages ?? []));
  return (await Promise.all(kept)).flat().join('\n');
}
