import * as vscode from 'vscode';
import type { ChatProfile } from '../agent/chatProfile.ts';
import { isMode, type Mode } from '../agent/mode.ts';
import type { ReasoningEffort } from '../agent/models/modelStream.ts';
import { isObject } from '../openai/isObject.ts';
import { indentUnit } from './edit/indentation.ts';
import { splitLines } from './edit/lineDiff.ts';
import type { HttpSettings } from './network.ts';
import { parseProfiles, type Profile } from './profile.ts';

export type { Profile } from './profile.ts';

/** All settings at one moment. A value of the wrong type counts as its default, which stands in the manifest only. */
export interface Settings {
  /** The built-in profile first. */
  profiles: readonly Profile[];
  /** A sentence for each entry of `parley.profiles` that cannot be used. */
  profileProblems: readonly string[];
  /** May name a profile that does not exist. */
  activeProfile: string;
  /** Empty: choose one that the server lists. */
  model: string;
  reasoningEffort: ReasoningEffort | 'default';
  instructions: string;
  /** The mode of a new conversation. */
  mode: Mode;
  /** Models of tasks besides chat. Empty: `taskModel` chooses. */
  imageModel: string;
  speechModel: string;
  transcriptionModel: string;
  embeddingModel: string;
  speechVoice: string;
  maxSteps: number;
  notifyWhenDone: boolean;
  /** Answers go on without a connection; the server stores them. */
  background: boolean;
  /** In US dollars; 0: no limit. */
  budget: { conversationUsd: number; dayUsd: number };
  toolOutputCharacters: number;
  request: {
    maxRetries: number;
    maxRetryWaitMs: number;
    firstByteTimeoutMs: number;
    idleTimeoutMs: number;
  };
  http: HttpSettings;
  /** `recorded`: they are written to a file as well. */
  requests: { maxBytes: number; recorded: boolean };
}

/** What `readInlineCompletionSettings` gives. */
export interface InlineCompletionSettings {
  enabled: boolean;
  /** Empty: the cheapest that fits. */
  model: string;
  /** By the id of a language; `*` for all others. */
  languages: Readonly<Record<string, boolean>>;
  /** In US dollars; 0: no limit. */
  hourlyBudgetUsd: number;
  /** After the last keystroke. */
  delayMs: number;
}

const efforts: Record<Settings['reasoningEffort'], true> = {
  default: true,
  none: true,
  minimal: true,
  low: true,
  medium: true,
  high: true,
  xhigh: true,
  max: true,
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isEffort = (value: unknown): value is Settings['reasoningEffort'] =>
  isText(value) && Object.hasOwn(efforts, value);
const isAtLeast =
  (minimum: number) =>
  (value: unknown): value is number =>
    Number.isFinite(value) && (value as number) >= minimum;

export function readSettings(): Settings {
  const parley = reader('parley');
  const { profiles, problems } = parseProfiles(parley('profiles', Array.isArray));
  return {
    profiles,
    profileProblems: problems,
    activeProfile: parley('activeProfile', isText),
    model: parley('model', isText).trim(),
    reasoningEffort: parley('reasoningEffort', isEffort),
    instructions: parley('instructions', isText),
    mode: parley('mode', isMode),
    imageModel: parley('imageModel', isText).trim(),
    speechModel: parley('speechModel', isText).trim(),
    transcriptionModel: parley('transcriptionModel', isText).trim(),
    embeddingModel: parley('embeddingModel', isText).trim(),
    speechVoice: parley('speechVoice', isText).trim(),
    background: parley('background', isFlag),
    maxSteps: parley('maxSteps', isAtLeast(1)),
    notifyWhenDone: parley('notifyWhenDone', isFlag),
    budget: {
      conversationUsd: parley('budget.conversationUsd', isAtLeast(0)),
      dayUsd: parley('budget.dayUsd', isAtLeast(0)),
    },
    toolOutputCharacters: parley('toolOutputCharacters', isAtLeast(1)),
    request: {
      maxRetries: parley('request.maxRetries', isAtLeast(0)),
      maxRetryWaitMs: parley('request.maxRetryWaitSeconds', isAtLeast(0)) * 1000,
      firstByteTimeoutMs: parley('request.firstByteTimeoutSeconds', isAtLeast(1)) * 1000,
      idleTimeoutMs: parley('request.idleTimeoutSeconds', isAtLeast(1)) * 1000,
    },
    http: readHttpSettings(),
    requests: {
      maxBytes: parley('requests.maxMB', isAtLeast(1)) * 1024 * 1024,
      recorded: parley('requests.record', isFlag),
    },
  };
}

/** Apart from the others: they are read several times with each keystroke. */
export function readInlineCompletionSettings(): InlineCompletionSettings {
  const parley = reader('parley');
  return {
    enabled: parley('inlineCompletions.enabled', isFlag),
    model: parley('inlineCompletions.model', isText).trim(),
    languages: flagsOf(parley('inlineCompletions.languages', isObject)),
    hourlyBudgetUsd: parley('inlineCompletions.hourlyBudgetUsd', isAtLeast(0)),
    delayMs: parley('inlineCompletions.delayMs', isAtLeast(0)),
  };
}

/** An entry that cannot be used takes none of the others with it. */
const flagsOf = (written: Record<string, unknown>): Record<string, boolean> =>
  Object.fromEntries(Object.entries(written).filter((entry): entry is [string, boolean] => isFlag(entry[1])));

/** VS Code's own settings; their defaults are VS Code's, and a version without one of them acts as if it were on. */
function readHttpSettings(): HttpSettings {
  const config = vscode.workspace.getConfiguration('http');
  const read = <T>(key: string, fits: (value: unknown) => value is T, otherwise: T): T => {
    const value: unknown = config.get(key);
    return fits(value) ? value : otherwise;
  };
  return {
    proxy: read('proxy', isText, ''),
    noProxy: read('noProxy', isTexts, []),
    proxyAuthorization: read('proxyAuthorization', isText, ''),
    proxyStrictSSL: read('proxyStrictSSL', isFlag, true),
    proxySupport: read('proxySupport', isText, 'override'),
    systemCertificates: read('systemCertificates', isFlag, true),
  };
}

function reader(section: string): <T>(key: string, fits: (value: unknown) => value is T) => T {
  const config = vscode.workspace.getConfiguration(section);
  return (key, fits) => {
    const value: unknown = config.get(key);
    if (fits(value)) return value;
    const standard: unknown = config.inspect(key)?.defaultValue;
    if (fits(standard)) return standard;
    throw new Error(`The manifest has no fitting default for ${section}.${key}.`);
  };
}

/** Runs `listener` when a setting that is read here has changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('parley') || change.affectsConfiguration('http')) listener();
  });
}

interface WritableSettings {
  'inlineCompletions.enabled': boolean;
  'inlineCompletions.model': string;
  'inlineCompletions.hourlyBudgetUsd': number;
  'requests.record': boolean;
  activeProfile: string;
  model: string;
  imageModel: string;
  speechModel: string;
  transcriptionModel: string;
  embeddingModel: string;
  reasoningEffort: Settings['reasoningEffort'];
}

/** Writes a user setting. */
export async function updateSetting<Key extends keyof WritableSettings>(
  key: Key,
  value: WritableSettings[Key],
): Promise<void> {
  await update(key, value);
}

/** Appends to `parley.profiles`; entries that cannot be used stay as they are. */
export async function addProfile(profile: Profile): Promise<void> {
  await update('profiles', [...writtenProfiles(), profile]);
}

/** Removes the entry of that name from `parley.profiles`. */
export async function removeProfile(name: string): Promise<void> {
  await update(
    'profiles',
    writtenProfiles().filter((entry) => (entry as Partial<Profile> | null)?.name !== name),
  );
}

/** The entries of `parley.chatProfiles`, unchecked. The user's own: a workspace has none. */
export function writtenChatProfiles(): readonly unknown[] {
  const parley = reader('parley');
  return parley('chatProfiles', Array.isArray);
}

/** Appends to `parley.chatProfiles`, in place of one with the same name; entries that cannot be used stay as they are. */
export async function saveChatProfile(profile: ChatProfile): Promise<void> {
  const others = writtenChatProfiles().filter((entry) => (entry as Partial<ChatProfile> | null)?.name !== profile.name);
  await update('chatProfiles', [...others, profile]);
}

/** Turns inline completions on or off in one language, besides what the setting says of others. */
export async function setInlineCompletionsIn(languageId: string, on: boolean): Promise<void> {
  const written: unknown = vscode.workspace
    .getConfiguration('parley')
    .inspect('inlineCompletions.languages')?.globalValue;
  await update('inlineCompletions.languages', { ...(isObject(written) ? written : {}), [languageId]: on });
}

function writtenProfiles(): readonly unknown[] {
  const written: unknown = vscode.workspace.getConfiguration('parley').get('profiles');
  return Array.isArray(written) ? written : [];
}

async function update(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('parley').update(key, value, vscode.ConfigurationTarget.Global);
}

/** The globs that VS Code's own text search leaves out in this folder, besides files.exclude. */
export function searchExcludes(folder: vscode.Uri): string[] {
  const excludes = vscode.workspace.getConfiguration('search', folder).get<Record<string, unknown>>('exclude', {});
  return Object.keys(excludes).filter((glob) => excludes[glob] === true);
}

/** How a formatter is to indent: as the lines that are there, where VS Code would look at them too, else by the settings. */
export function formattingOptions(document: vscode.TextDocument): vscode.FormattingOptions {
  const config = vscode.workspace.getConfiguration('editor', document);
  const unit = config.get<boolean>('detectIndentation', true) ? indentUnit(splitLines(document.getText())) : undefined;
  return {
    tabSize: unit === undefined || unit === '\t' ? config.get('tabSize', 4) : unit.length,
    insertSpaces: unit === undefined ? config.get<boolean>('insertSpaces', true) : unit !== '\t',
  };
}

/** Whether saving such a document may do more than write it: format it, trim it, run code actions. */
export function savingChanges(document: vscode.TextDocument): boolean {
  const [editor, files] = ['editor', 'files'].map((section) => vscode.workspace.getConfiguration(section, document));
  const onSave = editor?.get<unknown>('codeActionsOnSave');
  const hasActions = typeof onSave === 'object' && onSave !== null && Object.keys(onSave).length > 0;
  const flags = ['trimTrailingWhitespace', 'insertFinalNewline', 'trimFinalNewlines'];
  return hasActions || editor?.get('formatOnSave') === true || flags.some((flag) => files?.get(flag) === true);
}

/** The labels of tasks in tasks.json that run other tasks first. */
export function dependentTasks(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap(({ uri }) => {
    const tasks: unknown = vscode.workspace.getConfiguration('tasks', uri).get('tasks');
    if (!Array.isArray(tasks)) return [];
    return (tasks as ({ label?: unknown; dependsOn?: unknown } | null)[]).flatMap((task) =>
      task?.dependsOn !== undefined && isText(task.label) ? [task.label] : [],
    );
  });
}
