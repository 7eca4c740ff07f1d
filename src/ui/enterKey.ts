import * as vscode from 'vscode';
import { assertMayCarryKey } from '../editor/apiKey.ts';
import { serverOf, type Profile } from '../editor/profile.ts';
import { OpenAIError } from '../openai/errors.ts';
import type { Parts } from './parts.ts';
import { withProgress } from './progress.ts';

type Keyring = Pick<Parts, 'account' | 'apiKeys' | 'log'>;

/** Asks for a key, checks it with the server and keeps it. False when the user gave up. Throws why it was not kept. */
export async function enterKey(app: Keyring, profile: Profile): Promise<boolean> {
  assertMayCarryKey(profile);
  const typed = await vscode.window.showInputBox({
    title: `API Key for ${profile.name}`,
    prompt: `Kept in VS Code's secret storage, sent to ${serverOf(profile)} only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' ? undefined : keyProblem(cleanKey(value))),
  });
  const key = cleanKey(typed ?? '');
  return key !== '' && keyProblem(key) === undefined && (await keepKey(app, profile, key));
}

/** Checks the key with the server and keeps it for the profile. False when the user gave up; then the old one stays. */
export async function keepKey(app: Keyring, profile: Profile, key: string): Promise<boolean> {
  const server = serverOf(profile);
  let models: readonly string[] | undefined;
  try {
    models = await withProgress(`Checking the key with ${server}…`, (signal) =>
      app.account.check(profile, key, signal),
    );
  } catch (error) {
    if (!hasNoList(error) && !isForbidden(error)) throw error;
    app.log.warn(`The key for ${profile.name} could not be checked.`, error);
    if (!(await confirmUnchecked(server, error))) return false;
  }
  await app.apiKeys.store(profile, key);
  announce(`The key for ${profile.name} is set. ${models ? modelCount(models) : 'It was not checked.'}`);
  return true;
}

/** True where the server may do all else: it has no list of models. */
export function hasNoList(error: unknown): error is OpenAIError {
  return error instanceof OpenAIError && (error.kind === 'notFound' || error.kind === 'protocol');
}

/** A restricted key may be good for chat and still not see the models. */
function isForbidden(error: unknown): error is OpenAIError {
  return error instanceof OpenAIError && error.kind === 'permission';
}

export function modelCount(models: readonly string[]): string {
  return models.length === 1 ? 'It sees 1 model.' : `It sees ${models.length} models.`;
}

async function confirmUnchecked(server: string, { message }: OpenAIError): Promise<boolean> {
  const keep = 'Keep Unchecked';
  const question = `${server} gave no list of models, so the key could not be checked. It said: ${message}`;
  return (await vscode.window.showInformationMessage(question, keep, 'Discard')) === keep;
}

/** Says it and offers to open the chat, without waiting for an answer. */
export function announce(message: string): void {
  const open = 'Open Chat';
  void vscode.window.showInformationMessage(message, open).then((answer) => {
    if (answer === open) return vscode.commands.executeCommand('parley.openChat');
    return undefined;
  });
}

/** Keys are often copied with what stands around them. */
function cleanKey(typed: string): string {
  return typed
    .trim()
    .replace(/^(export\s+)?OPENAI_API_KEY\s*=\s*/, '')
    .replace(/^Bearer\s+/i, '')
    .replace(/^(["'])(.*)\1$/, '$2');
}

/** Why this cannot be a key: it could not stand in a header. */
function keyProblem(key: string): string | undefined {
  if (key === '') return 'Paste the key.';
  if (/\s/.test(key)) return 'A key has no spaces or line breaks.';
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key has only plain letters, digits and signs.';
  return undefined;
}
