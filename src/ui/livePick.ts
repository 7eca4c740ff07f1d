import * as vscode from 'vscode';
import { fitsText } from './fitsText.ts';

export interface LivePick<Item extends vscode.QuickPickItem> {
  title: string;
  placeholder: string;
  /** The items to show; asked again after each change of the filter, which holds `typed`, and when `load` is done. */
  items: (typed: string) => readonly Item[];
  /** Fetches what `items` needs while the list is open and busy. Its error rejects the pick. */
  load: (signal: AbortSignal) => Promise<void>;
  /** What Enter takes while no item matches the text: typing may be ahead of `items`. */
  fromText?: (typed: string) => Item | undefined;
  /** The item to stand on first. */
  isActive?: (item: Item) => boolean;
}

/** The chosen item, or undefined when the list was closed, which also aborts `load`. */
export async function livePick<Item extends vscode.QuickPickItem>(options: LivePick<Item>): Promise<Item | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  const closed = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<Item | undefined>();
  const show = (): void => {
    list.items = options.items(list.value.trim());
    const active = list.value === '' && options.isActive ? list.items.find(options.isActive) : undefined;
    if (active) list.activeItems = [active];
  };
  const load = async (): Promise<void> => {
    await options.load(closed.signal);
    if (closed.signal.aborted) return;
    list.busy = false;
    show();
  };
  list.title = options.title;
  list.placeholder = options.placeholder;
  list.matchOnDescription = true;
  list.busy = true;
  list.onDidAccept(() => {
    const typed = list.value.trim();
    const [selected] = list.selectedItems;
    // What was typed while `show` set the active item is not what that item says.
    resolve(selected && fitsText(selected, typed) ? selected : (options.fromText?.(typed) ?? selected));
  });
  list.onDidHide(() => resolve(undefined));
  list.onDidChangeValue(show);
  show();
  list.show();
  load().catch(reject);
  try {
    return await promise;
  } finally {
    closed.abort();
    list.dispose();
  }
}
