import * as vscode from 'vscode';
import { completeAzure, isAzureAddress, parseDeployments } from '../editor/azureProfile.ts';
import { unusedName } from '../editor/environment.ts';
import { isLoopback, parseBaseURL, serverOf, type Profile } from '../editor/profile.ts';
import { OpenAIError } from '../openai/errors.ts';
import { activate } from './activeProfile.ts';
import type { Parts } from './parts.ts';
import { announce, enterKey, hasNoList, modelCount } from './enterKey.ts';
import { withProgress } from './progress.ts';

type ServerApp = Pick<Parts, 'account' | 'apiKeys' | 'context' | 'log'>;

/** A base URL that may lack its scheme; undefined when the user gave up. */
export async function enterURL(): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: 'Use a Local or Custom Server',
    prompt: 'Base URL of an OpenAI-compatible API, usually ending in /v1',
    placeHolder: 'http://127.0.0.1:11434/v1',
    ignoreFocusOut: true,
    validateInput: (value) => {
      try {
        if (value.trim()) completeURL(value);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
  });
  return typed?.trim() ? completeURL(typed) : undefined;
}

function completeURL(typed: string): string {
  const text = typed.trim();
  if (text.includes('://')) return parseBaseURL(text);
  const plain = parseBaseURL(`http://${text}`);
  return isLoopback(plain) ? plain : parseBaseURL(`https://${text}`);
}

/** Makes the server the active profile, asking for a key only if it wants one. Throws when it does not answer. */
export async function useServer(app: ServerApp, wanted: Pick<Profile, 'name' | 'baseURL'>): Promise<void> {
  const profiles = isAzureAddress(wanted.baseURL)
    ? [await enterDeployments(app, wanted)]
    : addresses(wanted.baseURL).map((baseURL) => profileFor(app, wanted.name, baseURL));
  const answer = await firstAnswer(
    app,
    profiles.filter((profile) => profile !== undefined),
  );
  if (!answer) return;
  const { profile, models } = answer;
  if (models) announce(`Parley now talks to ${profile.name}. ${modelCount(models)}`);
  else if (!(await enterKey(app, profile))) return;
  await activate(app.context.globalState, profile);
}

/** Most servers have the API below /v1, so a bare host is tried there first. */
function addresses(baseURL: string): readonly string[] {
  const { origin, pathname, search } = new URL(baseURL);
  return pathname === '/' ? [`${origin}/v1${search}`, baseURL] : [baseURL];
}

function profileFor({ account }: ServerApp, name: string, baseURL: string): Profile {
  const profiles = account.profiles();
  return profiles.find((profile) => profile.baseURL === baseURL) ?? { name: unusedName(name, profiles), baseURL };
}

/** The profile of an Azure address, with the deployments to choose from; undefined when the user gave up. */
async function enterDeployments(
  app: ServerApp,
  { name, baseURL: address }: Pick<Profile, 'name' | 'baseURL'>,
): Promise<Profile | undefined> {
  const { baseURL, azure, deployment } = completeAzure(address);
  const profile = profileFor(app, name, baseURL);
  if (app.account.profiles().includes(profile)) return profile;
  const typed = await vscode.window.showInputBox({
    title: `Deployments of ${serverOf(profile)}`,
    prompt: 'Names, separated by commas; model=deployment where a name is not that of its model',
    placeHolder: 'gpt-4.1, o3=my-o3',
    value: deployment ?? '',
    ignoreFocusOut: true,
  });
  if (typed === undefined) return undefined;
  const deployments = parseDeployments(typed);
  return { ...profile, azure: { ...azure, ...(Object.keys(deployments).length > 0 && { deployments }) } };
}

/** The first profile whose server lists models; without `models` when it wants a key first. */
async function firstAnswer(
  { account, apiKeys }: ServerApp,
  profiles: readonly Profile[],
): Promise<{ profile: Profile; models?: readonly string[] } | undefined> {
  let refusal: OpenAIError | undefined;
  for (const profile of profiles) {
    try {
      const models = await withProgress(`Asking ${serverOf(profile)} for its models…`, async (signal) =>
        account.check(profile, await apiKeys.get(profile), signal),
      );
      return { profile, models };
    } catch (error) {
      if (error instanceof OpenAIError && error.kind === 'auth') return { profile };
      if (!hasNoList(error)) throw error;
      refusal = error;
    }
  }
  const [profile] = profiles;
  if (!profile || !refusal) return undefined;
  const use = 'Use Anyway';
  const question = `${serverOf(profile)} gave no list of models. It said: ${refusal.message}`;
  const answer = await vscode.window.showInformationMessage(question, use, 'Cancel');
  return answer === use ? { profile, models: [] } : undefined;
}
