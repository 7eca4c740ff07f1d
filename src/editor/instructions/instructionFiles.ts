import * as vscode from 'vscode';
import { locateUri, readText, workspaceRoots } from '../tools/workspaceFiles.ts';
import { arrangeInstructions, scopeOf, type InstructionFile } from './arrangeInstructions.ts';
import type { Memento } from '../memento.ts';

const storageKey = 'parley.instructionsOff';
const atRoot = ['AGENTS.md', 'CLAUDE.md', '.github/copilot-instructions.md'];
const mostNested = 50;

/** The files in which the workspace tells agents how to work in it: AGENTS.md, CLAUDE.md and Copilot's instructions. */
export class InstructionFiles implements vscode.Disposable {
  readonly #memento: Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[] = [this.#changed];
  #nested: Promise<readonly vscode.Uri[]> | undefined;

  /** Which files there are, what they say or which are on may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** All that there are, with their texts as the user has them; none in Restricted Mode. */
  async list(): Promise<readonly (InstructionFile & { on: boolean })[]> {
    if (!vscode.workspace.isTrusted || vscode.workspace.workspaceFolders?.some(isOnDisk) !== true) return [];
    this.#watch();
    const root = workspaceRoots().flatMap(({ uri }) => atRoot.map((name) => vscode.Uri.joinPath(uri, name)));
    const unique = new Map([...root, ...(await this.#findNested())].map((uri) => [uri.toString(), uri]));
    const files = await Promise.all([...unique.values()].map(readInstructions));
    const off = this.#off();
    return arrangeInstructions(files.flatMap((file) => file ?? [])).map((file) => ({
      ...file,
      on: !off.includes(file.uri),
    }));
  }

  /** Whether a file is sent, from the next turn on and in this workspace. */
  async switch(uri: string, on: boolean): Promise<void> {
    const others = this.#off().filter((one) => one !== uri);
    await this.#memento.update(storageKey, on ? others : [...others, uri]);
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #off(): readonly string[] {
    return (this.#memento.get(storageKey) as readonly string[] | undefined) ?? [];
  }

  #findNested(): Promise<readonly vscode.Uri[]> {
    const exclude = '**/{node_modules,.git,vendor,dist,out,target}/**';
    return (this.#nested ??= Promise.resolve(vscode.workspace.findFiles('**/AGENTS.md', exclude, mostNested)).catch(
      (error: unknown) => {
        this.#nested = undefined;
        throw error;
      },
    ));
  }

  /** From the first list on. */
  #watch(): void {
    if (this.#subscriptions.length > 1) return;
    const watcher = vscode.workspace.createFileSystemWatcher('**/{AGENTS,CLAUDE,copilot-instructions}.md');
    const forget = (): void => {
      this.#nested = undefined;
      this.#changed.fire();
    };
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      watcher.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
    );
  }
}

const isOnDisk = ({ uri }: vscode.WorkspaceFolder): boolean => uri.scheme === 'file';

/**
 * Undefined where there is none. Links are followed: what is outside of the workspace or usually holds secrets is not
 * read, whatever it is called here.
 */
async function readInstructions(uri: vscode.Uri): Promise<Omit<InstructionFile, 'cut'> | undefined> {
  const file = await locateUri(uri);
  if (!file?.exists || file.secret) return undefined;
  const label = vscode.workspace.asRelativePath(uri);
  try {
    return { label, uri: uri.toString(), scope: scopeOf(label), text: await readText(file) };
  } catch {
    return undefined; // A folder, too large, no text, or gone since.
  }
}
