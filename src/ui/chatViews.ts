import * as vscode from 'vscode';
import { ChatView } from './chatView.ts';
import type { Conversation } from './conversations.ts';
import type { Parts } from './parts.ts';
import { chatPanelType, chatViewId } from './viewIds.ts';
import { webviewHtml, webviewOptions } from './webviewHtml.ts';
import { portOf } from './webviewPort.ts';

/** Where workspaceState keeps the conversation the side bar showed last. */
const lastConversationKey = 'conversation';

/** The chat in the side bar and those in editor tabs. */
export class ChatViews {
  readonly #app: Parts;
  readonly #panels = new Map<vscode.WebviewPanel, ChatView>();
  #sideBar = Promise.withResolvers<ChatView>();
  readonly #seen = new vscode.EventEmitter<string>();
  #sideBarView: { view: vscode.WebviewView; chat: ChatView } | undefined;

  /** The user sees the conversation with this id. */
  readonly onDidSee = this.#seen.event;

  constructor(app: Parts) {
    this.#app = app;
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

  /** Brings a chat to the front and shows the conversation there; one that is deleted is left alone. */
  async showConversation(id: string): Promise<void> {
    const view = await this.show();
    const conversation = await this.#app.conversations.open(id);
    if (conversation && (await view.conversation).id !== id) await view.show(conversation);
  }

  /** How many conversations want to be looked at. */
  setBadge(value: number): void {
    const view = this.#sideBarView?.view;
    const tooltip = `${value === 1 ? 'A conversation has' : `${value} conversations have`} ended or wait for you`;
    if (view) view.badge = value === 0 ? undefined : { value, tooltip };
  }

  /** Opens a conversation in an editor tab: that of the side bar, or a new one, unless said. */
  async openPanel(conversation?: Conversation, { beside = false } = {}): Promise<void> {
    const options = { ...webviewOptions(this.#app.context.extensionUri), retainContextWhenHidden: true };
    const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(chatPanelType, 'Chat', column, options);
    await this.#fillPanel(panel, conversation ? Promise.resolve(conversation) : this.#lastConversation()).ready;
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
    const view = new ChatView(this.#app, portOf(sideBar), this.#lastConversation());
    view.onDidShow(({ id }) => void context.workspaceState.update(lastConversationKey, id));
    view.onDidShow(({ id }) => sideBar.visible && this.#seen.fire(id));
    sideBar.onDidChangeVisibility(() => sideBar.visible && this.#tellSeen(view));
    sideBar.onDidDispose(() => {
      view.dispose();
      this.#sideBar = Promise.withResolvers();
      this.#sideBarView = undefined;
    });
    webview.html = webviewHtml(webview, context.extensionUri);
    this.#sideBarView = { view: sideBar, chat: view };
    this.#sideBar.resolve(view);
  }

  /** Brings back an editor tab after a reload. `state` is what the webview had saved. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): void {
    const { conversationId } = (state ?? {}) as { conversationId?: unknown };
    panel.webview.options = webviewOptions(this.#app.context.extensionUri);
    this.#fillPanel(panel, this.#conversation(conversationId));
  }

  #fillPanel(panel: vscode.WebviewPanel, conversation: Promise<Conversation>): ChatView {
    const { extensionUri } = this.#app.context;
    const view = new ChatView(this.#app, portOf(panel), conversation);
    this.#panels.set(panel, view);
    const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
    panel.iconPath = { light: icon('parleyLight.svg'), dark: icon('parleyDark.svg') };
    view.onDidShow(({ title }) => (panel.title = title));
    view.onDidShow(({ id }) => panel.visible && this.#seen.fire(id));
    panel.onDidChangeViewState(() => panel.visible && this.#tellSeen(view));
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
      view.dispose();
    });
    panel.webview.html = webviewHtml(panel.webview, extensionUri);
    return view;
  }

  #tellSeen({ conversation }: ChatView): void {
    void conversation.then(({ id }) => this.#seen.fire(id));
  }

  #lastConversation(): Promise<Conversation> {
    return this.#conversation(this.#app.context.workspaceState.get(lastConversationKey));
  }

  /** The stored conversation with this id, else a new one. */
  async #conversation(id: unknown): Promise<Conversation> {
    const { conversations } = this.#app;
    return (typeof id === 'string' ? await conversations.open(id) : undefined) ?? conversations.create();
  }
}
