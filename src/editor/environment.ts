import { builtInProfile, parseBaseURL, serverOf, type Profile } from './profile.ts';

/** The key of the environment, to be used only when the user said so. */
export function environmentKey(environment: NodeJS.ProcessEnv): string | undefined {
  return valueOf(environment.OPENAI_API_KEY);
}

/**
 * The profile that the official variables of the environment describe: one of `profiles` where it fits, else a new one.
 * Undefined without OPENAI_API_KEY. Throws a sentence when OPENAI_BASE_URL is unusable.
 */
export function environmentProfile(environment: NodeJS.ProcessEnv, profiles: readonly Profile[]): Profile | undefined {
  if (!environmentKey(environment)) return undefined;
  const baseURL = parseBaseURL(valueOf(environment.OPENAI_BASE_URL) ?? builtInProfile.baseURL);
  const organization = valueOf(environment.OPENAI_ORG_ID);
  const project = valueOf(environment.OPENAI_PROJECT_ID);
  const known = profiles.find(
    (profile) => profile.baseURL === baseURL && profile.organization === organization && profile.project === project,
  );
  return (
    known ?? {
      name: unusedName(`${serverOf({ baseURL })} (environment)`, profiles),
      baseURL,
      ...(organization && { organization }),
      ...(project && { project }),
    }
  );
}

/** An empty variable counts as none. */
function valueOf(variable: string | undefined): string | undefined {
  const text = variable?.trim();
  return text === '' ? undefined : text;
}

export function unusedName(wanted: string, profiles: readonly Profile[]): string {
  const taken = new Set(profiles.map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted} ${count}`;
  return name;
}
