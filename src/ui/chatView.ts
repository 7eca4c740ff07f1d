import * as vscode from 'vscode';
import { continueMessage } from '../agent/continueMessage.ts';
import type { ConversationSettings } from '../agent/conversationSettings.ts';
import { lastEntries } from '../agent/entries.ts';
import { messageOf } from '../agent/messageOf.ts';
import { isMode, type Mode } from '../agent/mode.ts';
import { chatModelIds, modelInfo } from '../agent/models/catalog.ts';
import { answerBefore, type Attachment } from '../agent/transcript.ts';
import type { TurnChoice } from '../agent/turnSettings.ts';
import { readSettings } from '../editor/settings.ts';
import type {
  AccountState,
  BesideState,
  ChatEvents,
  ChatMethods,
  ChatSnapshot,
  FirstSnapshot,
  ModelOption,
  ModelState,
} from '../protocol/chat.ts';
import { emit, serve, type Handlers, type Port } from '../protocol/rpc.ts';
import { parameterMethods, parametersState, shownEffort } from './chatParameters.ts';
import { restoredNote, restoreToMessage, undoRestore } from './restoreCheckpoint.ts';
import { openImage, saveMedia } from './answerMedia.ts';
import { editorMethods } from './chatEditor.ts';
import type { Conversation } from './conversations.ts';
import type { KeptView } from './keptView.ts';
import type { Parts } from './parts.ts';
import { pickModel } from './pickModel.ts';

/** The extension's end of one chat webview. It shows one conversation at a time. */
export class ChatView implements vscode.Disposable {
  readonly #app: Parts;
  readonly #port: Port;
  readonly #kept: KeptView;
  readonly #ready = Promise.withResolvers<unknown>();
  readonly #shown = new vscode.EventEmitter<Conversation>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #conversation: Promise<Conversation>;
  #detach = (): void => undefined;
  /** The model of conversations that name none, as it was known last: nothing waits for a server. */
  #defaultModel = readSettings().model;

  /** Resolves once the webview has drawn itself. */
  readonly ready = this.#ready.promise;
  /** Another conversation is shown, or the shown one has a new title. */
  readonly onDidShow = this.#shown.event;

  constructor(app: Parts, port: Port, kept: KeptView, conversation: Promise<Conversation>) {
    this.#app = app;
    this.#port = port;
    this.#kept = kept;
    this.#conversation = conversation;
    this.#subscriptions = [
      { dispose: serve(port, this.#methods(), (error, method) => app.log.warn(`The chat's ${method} failed.`, error)) },
      app.account.onDidChange(() => this.#inBackground(this.#pushAccount())),
      app.conversations.onDidChange(() => this.#inBackground(this.#pushConversations())),
      { dispose: app.modes.onDidChange((conversationId, mode) => this.#emit('mode', { conversationId, mode })) },
      { dispose: app.conversationSettings.onDidChange((id) => this.#inBackground(this.#pushSettings(id))) },
      app.instructionFiles.onDidChange(() => this.#inBackground(this.#pushInstructions())),
      app.checkpoints.onDidRestore((id) => this.#inBackground(this.#pushRestored(id))),
      app.conversations.onDidBranch((id) => this.#inBackground(this.#pushBeside(id))),
      app.conversations.onDidDelete((id) => this.#inBackground(this.#leave(id))),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#inBackground(this.#pushAccount());
        this.#inBackground(this.#pushInstructions());
      }),
      this.#shown,
    ];
  }

  get conversation(): Promise<Conversation> {
    return this.#conversation;
  }

  async show(conversation: Conversation): Promise<void> {
    this.#conversation = Promise.resolve(conversation);
    this.#emit('snapshot', await this.#snapshot());
  }

  /** Shows a conversation without messages. */
  async newConversation(): Promise<void> {
    const { session } = await this.#conversation;
    if (session.transcript.length > 0) await this.show(await this.#app.conversations.create());
  }

  /** Sends a message, in a new conversation where this one is still answering. Resolves when the turn has ended. */
  async send(text: string, attachments: readonly Attachment[]): Promise<void> {
    if ((await this.#conversation).session.running) await this.newConversation();
    const { id } = await this.#conversation;
    await this.#app.conversations.send(id, text, attachments);
  }

  /** Fills and focuses the composer. */
  compose(draft: ChatEvents['compose']): void {
    this.#emit('compose', draft);
  }

  find(): void {
    this.#emit('find', null);
  }

  searchConversations(): void {
    this.#emit('searchConversations', null);
  }

  /** Opens the sheet of parameters. */
  editParameters(): void {
    this.#emit('editParameters', null);
  }

  toggleConversations(): void {
    this.#emit('toggleConversations', null);
  }

  dispose(): void {
    this.#detach();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #methods(): Handlers<ChatMethods> {
    const { account, approvals, commands, conversations, modes, questions } = this.#app;
    const session = async () => (await this.#conversation).session;
    return {
      ready: () => this.#firstSnapshot().finally(() => this.#ready.resolve(undefined)),
      keep: (change) => this.#kept.keep(change),
      items: async ({ from, to }) => (await session()).transcript.slice(from, to),
      copyAnswer: async ({ resultId }) =>
        vscode.env.clipboard.writeText(answerBefore((await session()).transcript, resultId)),
      send: async ({ text, attachments, steers = false }) =>
        conversations.send((await this.#conversation).id, text, attachments, { steers }),
      steer: async ({ id }) => (await session()).queue.steer(id),
      takeQueued: async ({ id }) => {
        const { text, attachments } = (await session()).queue.remove(id) ?? {};
        return text === undefined || attachments === undefined ? null : { text, attachments };
      },
      sendQueued: async () => (await session()).sendQueued(),
      stop: async () => {
        (await session()).stop();
        // One that another window began has ended here at once.
        await conversations.refresh();
      },
      stopCall: async ({ callId }) => commands.stopCall((await this.#conversation).id, callId),
      continueAnswer: async () => conversations.send((await this.#conversation).id, continueMessage, []),
      retry: async ({ itemId, ...choice }) => this.#retry(itemId, choice),
      compare: async ({ itemId }) =>
        vscode.commands.executeCommand('parley.compareModels', (await this.#conversation).id, itemId),
      keepAnswer: async () => vscode.commands.executeCommand('parley.keepAnswer', (await this.#conversation).id),
      retryWith: async ({ itemId }) => {
        const settings = await this.#app.conversationSettings.get((await this.#conversation).id);
        const options = { title: 'Answer again with', current: this.#modelOf(settings) };
        const model = await pickModel(this.#app, options);
        if (model !== undefined) await this.#retry(itemId, { model });
      },
      editAndResend: async ({ itemId, text }) => (await session()).editAndResend(itemId, text),
      restore: ({ itemId }) => this.#restore(itemId),
      undoRestore: async () => undoRestore(this.#app, await this.#conversation),
      decide: async ({ callId, decision, reason }) =>
        approvals.decide(callId, decision, reason, (await this.#conversation).id),
      answer: async ({ questionId, answer }) => questions.answer((await this.#conversation).id, questionId, answer),
      reveal: async ({ callId, file }) => this.#reveal(callId, file),
      choose: async ({ position, branch }) => conversations.choose((await this.#conversation).id, position, branch),
      chooseAlternative: async ({ itemId, index }) => (await session()).chooseAlternative(itemId, index),
      fork: async ({ itemId }) => this.show(await conversations.fork((await this.#conversation).id, itemId)),
      newConversation: () => this.newConversation(),
      openConversation: async ({ id, itemId }) => {
        const conversation = await (itemId === undefined ? conversations.open(id) : conversations.openAt(id, itemId));
        if (!conversation) throw new Error('This conversation was deleted.');
        await this.show(conversation);
        if (itemId !== undefined) this.#emit('reveal', { itemId });
      },
      openInTab: async ({ id }) => vscode.commands.executeCommand('parley.openChatInEditor', id),
      search: ({ query }) => conversations.search(query),
      find: async (query) => {
        const { findInTranscript } = await import('../agent/findInTranscript.ts');
        return findInTranscript((await session()).transcript, query);
      },
      renameConversation: ({ id, title }) => conversations.rename(id, title),
      pinConversation: ({ id, pinned }) => conversations.pin(id, pinned),
      archiveConversation: ({ id, archived }) => conversations.archive(id, archived),
      deleteConversation: ({ id }) => conversations.delete(id),
      exportConversation: async ({ id }) => vscode.commands.executeCommand('parley.exportConversation', id),
      importConversation: async () => vscode.commands.executeCommand('parley.importConversation'),
      copyConversation: async ({ id }) => vscode.commands.executeCommand('parley.copyConversation', id),
      restoreConversation: ({ id }) => conversations.restore(id),
      switchInstructions: ({ uri, on }) => this.#app.instructionFiles.switch(uri, on),
      chooseTools: async () => vscode.commands.executeCommand('parley.chooseTools'),
      listModels: async () => chatModelIds(await account.models()).map(modelOption),
      selectMode: async ({ mode }) => modes.set((await this.#conversation).id, checkedMode(mode)),
      saveMedia: async ({ itemId, index }) => saveMedia((await session()).transcript, itemId, index),
      openImage: async ({ itemId, index }) =>
        openImage(await this.#conversation, itemId, index, this.#app.context.globalStorageUri),
      saveContainerFile: async (file) => {
        const { saveContainerFile } = await import('./saveContainerFile.ts');
        await saveContainerFile(this.#app, (await session()).transcript, file);
      },
      ...parameterMethods(this.#app, async () => (await this.#conversation).id),
      ...editorMethods(this.#app),
    };
  }

  async #retry(itemId: string | undefined, choice: TurnChoice): Promise<void> {
    const { session } = await this.#conversation;
    const message = itemId === undefined ? undefined : messageOf(session.transcript, itemId);
    await session.retry({ ...choice, ...(message && { itemId: message.id }) });
  }

  async #firstSnapshot(): Promise<FirstSnapshot> {
    const { text, attachments, place } = await this.#kept.state();
    return { ...(await this.#snapshot()), viewId: this.#kept.id, view: { text, attachments, place } };
  }

  /** The state of now. From here on, the webview gets the events that follow it. */
  async #snapshot(): Promise<ChatSnapshot> {
    const { conversations, conversationSettings, modes } = this.#app;
    this.#inBackground(this.#pushModel());
    this.#inBackground(this.#pushInstructions());
    const conversation = await this.#conversation;
    const { id, session } = conversation;
    const [account, summaries, settings] = await Promise.all([
      this.#accountState(),
      conversations.list(),
      conversationSettings.get(id),
    ]);
    // Nothing is waited for from here on: what came meanwhile would be in neither the snapshot nor an event after it.
    this.#detach();
    const release = conversations.use(id);
    const stopListening = session.onEvents((events) => this.#emit('turn', events));
    this.#detach = () => {
      stopListening();
      release();
    };
    this.#shown.fire(conversation);
    this.#inBackground(this.#kept.keep({ conversationId: id }));
    this.#inBackground(this.#pushRestored(id));
    return {
      conversation: { id, title: conversation.title },
      transcript: lastEntries(session.transcript),
      account,
      model: modelState(this.#modelOf(settings), settings),
      mode: modes.get(id),
      beside: besideState(conversation),
      conversations: summaries,
      workspace: vscode.workspace.name ?? '',
    };
  }

  async #accountState(): Promise<AccountState> {
    return { ...(await this.#app.account.state()), restricted: !vscode.workspace.isTrusted };
  }

  async #pushAccount(): Promise<void> {
    this.#emit('account', await this.#accountState());
    await this.#pushModel();
  }

  /** Tells what is known of the model in use, then asks the server where no settings say. Without an answer that stays. */
  async #pushModel(): Promise<void> {
    const { account, conversationSettings, log } = this.#app;
    const { id } = await this.#conversation;
    await this.#tellModel(id);
    if ((await conversationSettings.get(id)).model !== undefined) return;
    const before = this.#defaultModel;
    try {
      if ((await account.state()).ready) this.#defaultModel = await account.model();
    } catch (error) {
      log.info('The model in use is not known yet.', error);
    }
    if (this.#defaultModel !== before) await this.#tellModel(id);
  }

  async #tellModel(id: string): Promise<void> {
    const settings = await this.#app.conversationSettings.get(id);
    const model = this.#modelOf(settings);
    const parameters = await parametersState(this.#app, id, model);
    if ((await this.#conversation).id !== id) return;
    this.#emit('model', modelState(model, settings));
    this.#emit('parameters', parameters);
  }

  #modelOf({ model }: ConversationSettings): string {
    return model ?? this.#defaultModel;
  }

  /** The settings of this conversation have changed. */
  async #pushSettings(id: string): Promise<void> {
    if ((await this.#conversation).id === id) await this.#pushModel();
  }

  /** Tells the page what the workspace's files tell the model. */
  async #pushInstructions(): Promise<void> {
    const files = await this.#app.instructionFiles.list();
    this.#emit(
      'instructions',
      files.map(({ label, uri, on, cut }) => ({ label, uri, on, cut })),
    );
  }

  /** Tells the page of the last restore where it shows this conversation. */
  async #pushRestored(id: string): Promise<void> {
    const note = await restoredNote(this.#app, id);
    if ((await this.#conversation).id === id) this.#emit('restored', note ?? null);
  }

  /** Tells the page what stands beside the transcript where it shows this conversation. */
  async #pushBeside(id: string): Promise<void> {
    const conversation = await this.#conversation;
    if (conversation.id === id) this.#emit('beside', besideState(conversation));
  }

  /** A message that goes is in the composer again, to be sent anew. */
  async #restore(itemId: string): Promise<void> {
    const [message] = (await restoreToMessage(this.#app, await this.#conversation, itemId)) ?? [];
    if (message?.type === 'user') this.compose({ text: message.text, attachments: message.attachments });
  }

  async #pushConversations(): Promise<void> {
    const [conversation, summaries] = await Promise.all([this.#conversation, this.#app.conversations.list()]);
    this.#emit('conversations', summaries);
    this.#emit('title', { id: conversation.id, title: conversation.title });
    this.#shown.fire(conversation);
  }

  /** The shown conversation is gone: shows a new one. */
  async #leave(id: string): Promise<void> {
    if ((await this.#conversation).id === id) await this.show(await this.#app.conversations.create());
  }

  /** Shows the diff that a call waits with, or the file it was about. */
  async #reveal(callId: string, fileNumber?: number): Promise<void> {
    const { session } = await this.#conversation;
    const call = session.transcript.findLast((item) => item.type === 'toolCall' && item.callId === callId);
    const diff = call?.type === 'toolCall' ? call.approval?.diff : undefined;
    const review = diff && this.#app.edits.find(diff.uri);
    if (!review) throw new Error('This edit is decided: there is no diff to show any more.');
    const file = fileNumber === undefined ? undefined : review.files[fileNumber];
    await (file ? review.showFile(file) : review.show());
  }

  #emit<K extends keyof ChatEvents>(name: K, payload: ChatEvents[K]): void {
    emit<ChatEvents, K>(this.#port, name, payload);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#app.log.error('The chat could not be brought up to date.', error));
  }
}

/** What a webview sends has no types. */
function checkedMode(mode: Mode): Mode {
  if (!isMode(mode)) throw new Error('There is no such mode.');
  return mode;
}

function besideState({ id, session, stored }: Conversation): BesideState {
  const { transcript, queue } = session;
  return {
    conversationId: id,
    alternatives: stored.forks().flatMap((fork) => {
      const item = transcript[fork.position];
      return item ? [{ itemId: item.id, ...fork }] : [];
    }),
    queue: queue.messages.map(({ id: messageId, text, attachments, steers = false }) => ({
      ...{ id: messageId, text, steers },
      attachments: attachments.length,
    })),
  };
}

function modelOption(id: string): ModelOption {
  const { efforts, images } = modelInfo(id);
  return { id, efforts, images };
}

function modelState(id: string, settings: ConversationSettings): ModelState {
  return { id, effort: shownEffort(settings), option: modelOption(id) };
}
