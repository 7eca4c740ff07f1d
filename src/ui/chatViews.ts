import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { PageState } from '../protocol/chat.ts';
import { ChatView } from './chatView.ts';
import type { Conversation } from './conversations.ts';
import { KeptView } from './keptView.ts';
import type { Parts } from './parts.ts';
import { chatPanelType, chatViewId } from './viewIds.ts';
import { webviewHtml, webviewOptions } from './webviewHtml.ts';
import { portOf } from './webviewPort.ts';

/** Where workspaceState keeps the id of the side bar's chat. */
const sideBarKey = 'sideBar';

/** A tab that goes with its window or this process comes back: by then, a process that ends has ended. */
const forgetAfterMs = 10_000;

/** The chat in the side bar and those in editor tabs. */
export class ChatViews {
  readonly #app: Parts;
  readonly #panels = new Map<vscode.WebviewPanel, ChatView>();
  #sideBar = Promise.withResolvers<ChatView>();
  readonly #seen = new vscode.EventEmitter<string>();
  /** One for all the times that VS Code makes the view anew. */
  readonly #sideBarKept: KeptView;
  #sideBarView: { view: vscode.WebviewView; chat: ChatView } | undefined;
  #badge: vscode.ViewBadge | undefined;

  /** The user sees the conversation with this id. */
  readonly onDidSee = this.#seen.event;

  constructor(app: Parts) {
    this.#app = app;
    const { workspaceState } = app.context;
    const known = workspaceState.get<string>(sideBarKey);
    this.#sideBarKept = this.#keptView(known);
    if (known === undefined) void workspaceState.update(sideBarKey, this.#sideBarKept.id);
  }

  /** The chat to work with: the editor tab in front, else the side bar, brought to the front. It is ready for events. */
  async show(): Promise<ChatView> {
    const panel = [...this.#panels.keys()].find(({ active }) => active);
    const view = panel && this.#panels.get(panel);
    if (!view) await vscode.commands.executeCommand(`${chatViewId}.focus`);
    const shown = view ?? (await this.#sideBar.promise);
    await shown.ready;
    return shown;
  }

  /** Whether the user sees this conversation in one of the chats. */
  async isInView(conversationId: string): Promise<boolean> {
    return (await this.conversationsInView()).some(({ id }) => id === conversationId);
  }

  /** Those the user sees. */
  async conversationsInView(): Promise<readonly Conversation[]> {
    const side = this.#sideBarView;
    const visible = [
      ...[...this.#panels].flatMap(([panel, chat]) => (panel.visible ? [chat] : [])),
      ...(side?.view.visible ? [side.chat] : []),
    ];
    return Promise.all(visible.map(({ conversation }) => conversation));
  }

  /** Brings the editor tab to the front that shows the conversation, else a chat, to show it; not one that is deleted. */
  async showConversation(id: string): Promise<void> {
    for (const [panel, { conversation }] of this.#panels) {
      if ((await conversation).id !== id) continue;
      panel.reveal();
      return;
    }
    const view = await this.show();
    const conversation = await this.#app.conversations.open(id);
    if (conversation && (await view.conversation).id !== id) await view.show(conversation);
  }

  /** How many conversations want to be looked at. */
  setBadge(value: number): void {
    const tooltip = `${value === 1 ? 'A conversation has' : `${value} conversations have`} ended or wait for you`;
    this.#badge = value === 0 ? undefined : { value, tooltip };
    if (this.#sideBarView) this.#sideBarView.view.badge = this.#badge;
  }

  /** Opens a conversation in an editor tab: that of the side bar, or a new one, unless said. */
  async openPanel(conversation?: Conversation, { beside = false } = {}): Promise<void> {
    const options = { ...webviewOptions(this.#app.context.extensionUri), retainContextWhenHidden: true };
    const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(chatPanelType, 'Chat', column, options);
    const shown = conversation ? Promise.resolve(conversation) : this.#lastConversation(this.#sideBarKept);
    await this.#fillPanel(panel, this.#keptView(), shown).ready;
  }

  /** Closes the editor tabs that show this conversation. */
  async closePanels(conversationId: string): Promise<void> {
    for (const [panel, chat] of [...this.#panels]) {
      if ((await chat.conversation).id === conversationId) panel.dispose();
    }
  }

  resolveWebviewView(sideBar: vscode.WebviewView): void {
    const { context } = this.#app;
    const { webview } = sideBar;
    webview.options = webviewOptions(context.extensionUri);
    const kept = this.#sideBarKept;
    const view = new ChatView(this.#app, portOf(sideBar), kept, this.#lastConversation(kept));
    view.onDidShow(({ id }) => sideBar.visible && this.#seen.fire(id));
    sideBar.onDidChangeVisibility(() => sideBar.visible && this.#tellSeen(view));
    sideBar.onDidDispose(() => {
      view.dispose();
      this.#sideBar = Promise.withResolvers();
      this.#sideBarView = undefined;
    });
    webview.html = webviewHtml(webview, context.extensionUri);
    sideBar.badge = this.#badge;
    this.#sideBarView = { view: sideBar, chat: view };
    this.#sideBar.resolve(view);
  }

  /** Brings back an editor tab after a reload. `state` is what its page had set. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): void {
    const { viewId } = (state ?? {}) as Partial<PageState>;
    const kept = this.#keptView(viewId);
    panel.webview.options = webviewOptions(this.#app.context.extensionUri);
    this.#fillPanel(panel, kept, this.#lastConversation(kept));
  }

  #fillPanel(panel: vscode.WebviewPanel, kept: KeptView, conversation: Promise<Conversation>): ChatView {
    const { extensionUri } = this.#app.context;
    const view = new ChatView(this.#app, portOf(panel), kept, conversation);
    this.#panels.set(panel, view);
    const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
    panel.iconPath = { light: icon('parleyLight.svg'), dark: icon('parleyDark.svg') };
    view.onDidShow(({ title }) => (panel.title = title));
    view.onDidShow(({ id }) => panel.visible && this.#seen.fire(id));
    panel.onDidChangeViewState(() => panel.visible && this.#tellSeen(view));
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
      view.dispose();
      setTimeout(() => {
        kept.forget().catch((error: unknown) => this.#app.log.warn('What a closed tab held is still stored.', error));
      }, forgetAfterMs);
    });
    panel.webview.html = webviewHtml(panel.webview, extensionUri);
    return view;
  }

  #tellSeen({ conversation }: ChatView): void {
    void conversation.then(({ id }) => this.#seen.fire(id));
  }

  #keptView(id: string = randomUUID()): KeptView {
    return new KeptView(id, () => this.#app.conversations.views());
  }

  /** The one the view showed last, else a new one. */
  async #lastConversation(kept: KeptView): Promise<Conversation> {
    const { conversations } = this.#app;
    const { conversationId } = await kept.state();
    return (conversationId === null ? undefined : await conversations.open(conversationId)) ?? conversations.create();
  }
}
