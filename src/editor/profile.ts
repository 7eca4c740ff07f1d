import { isAzureV1, type AzureOptions } from '../openai/azure.ts';
import { parseAzure } from './azureProfile.ts';

/** A server to talk to, as `parley.profiles` holds it. Names are unique; the key of each is kept by apiKey.ts. */
export interface Profile {
  name: string;
  /** Without a slash at the end. */
  baseURL: string;
  organization?: string;
  project?: string;
  api?: 'responses' | 'chatCompletions';
  /** Present for Azure OpenAI: its base URL ends in /openai/v1, or in /openai with an apiVersion. */
  azure?: AzureOptions;
  /** A line shown above the chat while this profile is active. */
  notice?: string;
}

export const builtInProfile: Profile = { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' };

const openAIOrigin = originOf(builtInProfile);

export function originOf(profile: Pick<Profile, 'baseURL'>): string {
  return new URL(profile.baseURL).origin;
}

/** The server as a person reads it: host, and port where it is not the usual one. */
export function serverOf(profile: Pick<Profile, 'baseURL'>): string {
  return new URL(profile.baseURL).host;
}

export function isLoopback(baseURL: string): boolean {
  const { hostname } = new URL(baseURL);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** A key crosses a network only encrypted. */
export function mayCarryKey(profile: Profile): boolean {
  return profile.baseURL.startsWith('https:') || isLoopback(profile.baseURL);
}

/** Only of OpenAI is it known beforehand; any other server may work without a key, and its 401 says when it does not. */
export function needsKey(profile: Profile): boolean {
  return originOf(profile) === openAIOrigin;
}

/** True for OpenAI's own server and Azure's, which ask OpenAI's list price. */
export function isPricedByOpenAI(profile: Profile): boolean {
  return profile.azure !== undefined || originOf(profile) === openAIOrigin;
}

export function apiOf(profile: Profile): 'responses' | 'chatCompletions' {
  if (profile.api) return profile.api;
  const hasResponses = originOf(profile) === openAIOrigin || (profile.azure && isAzureV1(new URL(profile.baseURL)));
  return hasResponses ? 'responses' : 'chatCompletions';
}

/** `value` as a base URL without a slash at the end. Throws a sentence that says what is wrong with it. */
export function parseBaseURL(value: string): string {
  const text = value.trim();
  if (!URL.canParse(text)) throw new Error(`“${text}” is not a URL.`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error('The base URL must begin with https:// or http://.');
  if (url.username || url.password) throw new Error('The base URL must not hold a user name or password.');
  if (url.hash) throw new Error('The base URL must not hold a fragment.');
  return url.origin + url.pathname.replace(/\/+$/, '') + url.search;
}

/** The usable profiles of `parley.profiles`, the built-in one first, and a sentence for each entry that is not. */
export function parseProfiles(value: unknown): { profiles: readonly Profile[]; problems: readonly string[] } {
  const profiles = [builtInProfile];
  const problems: string[] = [];
  for (const [index, entry] of (Array.isArray(value) ? (value as unknown[]) : []).entries()) {
    try {
      const profile = parseProfile(entry);
      if (profiles.some(({ name }) => name === profile.name)) throw new Error(`The name “${profile.name}” is taken.`);
      profiles.push(profile);
    } catch (error) {
      problems.push(`Entry ${index + 1} of parley.profiles is ignored. ${(error as Error).message}`);
    }
  }
  return { profiles, problems };
}

function parseProfile(entry: unknown): Profile {
  if (typeof entry !== 'object' || entry === null) throw new Error('It is not an object.');
  const fields = entry as Record<string, unknown>;
  const text = (key: string): string | undefined => {
    const value = fields[key];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw new Error(`Its ${key} is not a text.`);
    return value;
  };
  const [name, baseURL, organization, project, api, notice] = [
    text('name')?.trim(),
    text('baseURL'),
    text('organization'),
    text('project'),
    text('api'),
    text('notice'),
  ];
  if (!name) throw new Error('It has no name.');
  if (!baseURL) throw new Error('It has no baseURL.');
  if (api !== undefined && api !== 'responses' && api !== 'chatCompletions') {
    throw new Error('Its api is neither responses nor chatCompletions.');
  }
  const url = parseBaseURL(baseURL);
  const azure = parseAzure(fields.azure, url);
  return {
    name,
    baseURL: url,
    ...(organization && { organization }),
    ...(project && { project }),
    ...(api && { api }),
    ...(azure && { azure }),
    ...(notice && { notice }),
  };
}
