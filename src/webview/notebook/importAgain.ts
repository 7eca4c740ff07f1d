/**
 * Imports a module that could not be loaded before. Chromium keeps a failure for as long as the page lives, by address:
 * the one in the error is asked for under a new fragment. Other browsers ask again by themselves.
 */
export function importAgain<Module>(load: () => Promise<Module>, failure: unknown, attempt: number): Promise<Module> {
  const folder = new URL('.', import.meta.url).href;
  const address = failure instanceof Error ? /\bhttps?:\S+\.js\b/.exec(failure.message)?.[0] : undefined;
  if (!address?.startsWith(folder)) return load();
  return import(`${address}#${attempt}`) as Promise<Module>;
}
