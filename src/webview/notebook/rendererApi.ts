/** VS Code's API for notebook renderers, as far as it is used here. */
export interface RendererContext {
  /** Absent where there is no extension to talk to: in an exported or shared notebook. */
  readonly postMessage?: (message: unknown) => void;
}

export interface OutputItem {
  readonly id: string;
  json(): unknown;
}

export interface RendererApi {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  /** Of all items where no id is given. */
  disposeOutputItem(id?: string): void;
}
