/** Where VS Code keeps what is the user's, of all workspaces or of this one, and no file of a workspace. */
export interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}
