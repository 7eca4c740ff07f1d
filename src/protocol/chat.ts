import type { GrantScope } from '../agent/approval.ts';
import type { TurnEvent } from '../agent/events.ts';
import type { FindQuery } from '../agent/findPattern.ts';
import type { FoundItems } from '../agent/findInTranscript.ts';
import type { Mode } from '../agent/mode.ts';
import type { ReasoningEffort } from '../agent/models/modelStream.ts';
import type { ControlStates, HostedTools, RequestParameters } from '../agent/models/requestParameters.ts';
import type { Answer } from '../agent/question.ts';
import type { Attachment, Entries, Item } from '../agent/transcript.ts';

export interface ConversationSummary {
  id: string;
  title: string;
  /** Milliseconds since the epoch of the last change. */
  updatedAt: number;
  running: boolean;
  /** The name of the workspace it was begun in; empty without one. */
  workspace: string;
  pinned: boolean;
  archived: boolean;
  /** It was begun to compare another model's answer with that of a message there. */
  comparedWith?: { conversationId: string; messageId: string; model: string };
}

/** A conversation's title, or an item in it, that holds what was looked for. */
export interface SearchHitState {
  conversationId: string;
  title: string;
  /** Absent: the title is what was found. */
  itemId?: string;
  /** In pieces: those that were looked for say so. */
  snippet: readonly { text: string; found: boolean }[];
}

/** A place in the transcript at which the conversation goes on in several ways. */
export interface AlternativesState {
  /** The first item of the way that is shown. */
  itemId: string;
  position: number;
  branches: readonly number[];
  /** Index of the one that is shown. */
  chosen: number;
}

/** A message that waits for the turn to end, or for its next request. */
export interface QueuedState {
  id: string;
  text: string;
  attachments: number;
  steers: boolean;
}

/** What stands beside the transcript of the conversation. */
export interface BesideState {
  conversationId: string;
  alternatives: readonly AlternativesState[];
  queue: readonly QueuedState[];
}

/** Whom the chat talks to. Never carries a key. */
export interface AccountState {
  profile: string;
  /** Host of the base URL, as a person reads it. */
  server: string;
  /** False until requests can be made: no key for a server that needs one. */
  ready: boolean;
  /** A line to show above the chat. */
  notice?: string;
  /** Restricted Mode: until the workspace is trusted, nothing is written and nothing runs. */
  restricted: boolean;
}

export interface ModelOption {
  id: string;
  /** Efforts the model takes; empty where it does not reason. */
  efforts: readonly ReasoningEffort[];
  images: boolean;
}

export interface ModelState {
  id: string;
  effort: ReasoningEffort | 'default';
  option: ModelOption;
}

/** A file in which the workspace tells agents how to work in it. */
export interface InstructionsState {
  label: string;
  uri: string;
  /** Whether it is sent. */
  on: boolean;
  /** Only its beginning is sent. */
  cut: boolean;
}

/** What the conversation shown asks of its model besides the messages, and which controls are of use with it. */
export interface ParametersState {
  conversationId: string;
  parameters: RequestParameters;
  hostedTools: HostedTools;
  /** Labels of the MCP servers that something is shown to, which is kept secret. */
  authorized: readonly string[];
  states: ControlStates;
  /** What differs from the default, a few words each. */
  changed: readonly string[];
  /** The most the model may answer with, where it is known. */
  maxOutputTokens?: number;
  /** The chat profile in use, which may be gone from the settings. */
  profile?: string;
  profiles: readonly { name: string; description?: string }[];
  /** A sentence for each chat profile that cannot be used. */
  profileProblems: readonly string[];
}

/** All the webview needs to draw itself anew. */
export interface ChatSnapshot {
  conversation: { id: string; title: string };
  /** Its end; what is not at hand is asked for with `items`. */
  transcript: Entries;
  account: AccountState;
  model: ModelState;
  mode: Mode;
  beside: BesideState;
  conversations: readonly ConversationSummary[];
  /** The name of the workspace that is open; empty without one. */
  workspace: string;
}

/** Where a reader is in a conversation: an item, and how far its top is below that of the view. */
export interface ReadingPlace {
  conversationId: string;
  itemId: string;
  offsetPx: number;
}

/** What a chat holds besides its conversation. It outlives the page, its window and the extension's process. */
export interface ViewState {
  /** What is written and not sent. */
  text: string;
  attachments: readonly Attachment[];
  /** Null: at the end. */
  place: ReadingPlace | null;
}

/** What a page begins with. */
export interface FirstSnapshot extends ChatSnapshot, PageState {
  view: ViewState;
}

/** What VS Code keeps for a page: by it an editor tab that comes back gets its conversation and its state again. */
export interface PageState {
  viewId: string;
}

export type ChatAction =
  | 'setApiKey'
  | 'useLocalServer'
  | 'switchProfile'
  | 'selectModel'
  | 'openSettings'
  | 'showLog'
  | 'openWalkthrough'
  | 'manageTrust';

/** What the webview may ask of the extension. */
export interface ChatMethods {
  ready(): FirstSnapshot;
  /** What of the view's state has changed. */
  keep(change: Partial<ViewState>): void;
  /** Those at the positions from `from` up to `to`, as they are now. */
  items(params: { from: number; to: number }): readonly Item[];
  /** Puts the whole answer that this result ends on the clipboard. */
  copyAnswer(params: { resultId: string }): void;
  /** While a turn runs, the message waits for its end or, with `steers`, goes to it with its next request. */
  send(params: { text: string; attachments: readonly Attachment[]; steers?: boolean }): void;
  /** Lets a message that waits go to the running turn. */
  steer(params: { id: string }): void;
  /** Takes a message that waits out, to be written anew. */
  takeQueued(params: { id: string }): { text: string; attachments: readonly Attachment[] } | null;
  /** Sends the first message that waits, where no turn runs. */
  sendQueued(): void;
  stop(): void;
  /** Stops the command that a call runs; the turn goes on. */
  stopCall(params: { callId: string }): void;
  /** Asks the model for the rest of an answer that was cut off. */
  continueAnswer(): void;
  /** Answers the message again that led to this item, the last one unless said; what there was stays beside it. */
  retry(params: { itemId?: string; model?: string }): void;
  /** Answers it with another model too, that the user is asked for, in a tab beside. */
  compare(params: { itemId: string }): void;
  /** Ends a comparison: the conversation goes on from the answer shown here, the other stays beside it. */
  keepAnswer(): void;
  /** As `retry`, with a model that the user is asked for. */
  retryWith(params: { itemId: string }): void;
  /** Answers a user message with another text; what there was stays beside it. */
  editAndResend(params: { itemId: string; text: string }): void;
  /** Asks what to bring back to before this message: files, conversation or both. */
  restore(params: { itemId: string }): void;
  undoRestore(): void;
  decide(params: { callId: string; decision: 'once' | GrantScope | 'deny'; reason?: string }): void;
  /** Answers a question of the turn. */
  answer(params: { questionId: string; answer: Answer }): void;
  /** Opens the diff a tool call waits with: that of the file numbered, from 0, else of all. */
  reveal(params: { callId: string; file?: number }): void;
  /** Shows another of the `alternatives`. */
  choose(params: { position: number; branch: number }): void;
  /** Goes on from another of several answers of an item, numbered from 0; what followed stays beside it. */
  chooseAlternative(params: { itemId: string; index: number }): void;
  /** Shows a new conversation with all up to the end of this item's turn. */
  fork(params: { itemId: string }): void;
  newConversation(): void;
  /** With an item: on a branch that holds it. */
  openConversation(params: { id: string; itemId?: string }): void;
  /** In an editor tab of its own. */
  openInTab(params: { id: string }): void;
  /** In titles and texts of all conversations, those changed last first. */
  search(params: { query: string }): readonly SearchHitState[];
  /** In what is shown of the conversation. */
  find(params: FindQuery): FoundItems;
  renameConversation(params: { id: string; title: string }): void;
  pinConversation(params: { id: string; pinned: boolean }): void;
  archiveConversation(params: { id: string; archived: boolean }): void;
  deleteConversation(params: { id: string }): void;
  /** Asks for a file to write it to. */
  exportConversation(params: { id: string }): void;
  /** Asks for a file, and shows the conversation in it. */
  importConversation(): void;
  /** As Markdown. */
  copyConversation(params: { id: string }): void;
  /** Brings a deleted one back. */
  restoreConversation(params: { id: string }): void;
  /** Asks which tools the model is offered. */
  chooseTools(): void;
  listModels(): readonly ModelOption[];
  /** Of the conversation shown, as all that follows here. */
  selectModel(params: { model: string }): void;
  selectEffort(params: { effort: ReasoningEffort | 'default' }): void;
  setSettings(params: { parameters: RequestParameters; hostedTools: HostedTools }): void;
  /** All parameters and built-in tools as they are without the user's doing. */
  resetSettings(): void;
  /** Asks for a JSON Schema of the workspace; its path there, or null where none was chosen. */
  /** Asks for what the model's server is to show to an MCP server of the conversation, by its label. */
  authorizeMcpServer(params: { label: string }): void;
  chooseSchema(): string | null;
  listVectorStores(): readonly { id: string; name: string }[];
  /** Null: none. */
  useChatProfile(params: { name: string | null }): void;
  /** Asks which one, makes, edits and imports them. */
  switchChatProfile(): void;
  /** Of the conversation shown, from now on. */
  selectMode(params: { mode: Mode }): void;
  /** Whether a file of instructions is sent, from the next turn on. */
  switchInstructions(params: { uri: string; on: boolean }): void;
  /** The active selection, or files chosen in a dialog. */
  attach(params: { source: 'selection' | 'files' }): readonly Attachment[];
  /** Files dropped on the chat. */
  attachUris(params: { uris: readonly string[] }): readonly Attachment[];
  insertAtCursor(params: { text: string }): void;
  /** Proposes the code for the active editor as a diff. */
  applyCode(params: { text: string; language: string }): void;
  newFile(params: { text: string; language: string }): void;
  /** Puts the text in a terminal without running it. */
  runInTerminal(params: { text: string }): void;
  copy(params: { text: string }): void;
  /** Saves an image or a sound of an item, numbered from 0, where the user says. */
  saveMedia(params: { itemId: string; index: number }): void;
  /** Shows an image of an item in the editor. */
  openImage(params: { itemId: string; index: number }): void;
  /** Asks where to save a file that an item refers to and the code interpreter has made. */
  saveContainerFile(params: { itemId: string; fileId: string }): void;
  /** http, https and mailto only; asks with the whole URL shown. */
  openLink(params: { href: string }): void;
  openFile(params: { uri: string; line?: number }): void;
  runAction(params: { action: ChatAction }): void;
}

/** The last restore of a conversation, which can be undone. */
export interface RestoredNote {
  conversationId: string;
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
}

/** What the extension tells the webview. */
export interface ChatEvents {
  /** Another conversation, or everything changed. */
  snapshot: ChatSnapshot;
  turn: readonly TurnEvent[];
  account: AccountState;
  model: ModelState;
  parameters: ParametersState;
  /** Open the sheet of parameters. */
  editParameters: null;
  mode: { conversationId: string; mode: Mode };
  conversations: readonly ConversationSummary[];
  instructions: readonly InstructionsState[];
  title: { id: string; title: string };
  beside: BesideState;
  /** What was restored last in the conversation shown; null: nothing that can be undone. */
  restored: RestoredNote | null;
  /** Fill or focus the composer. */
  compose: { text?: string; attachments?: readonly Attachment[] };
  /** Bring an item of the conversation shown into view. */
  reveal: { itemId: string };
  /** Look for something in the conversation shown. */
  find: null;
  /** Show or hide the list of conversations. */
  toggleConversations: null;
  /** Show the list with the focus in its search. */
  searchConversations: null;
}
