/** A request in the form of the other API, and a sentence for each thing that could not be carried over. */
export interface Migrated<Body> {
  body: Body;
  dropped: string[];
}

/** Parameters that have the same name, values and meaning in Chat Completions and in Responses. */
export const SHARED_PARAMETERS = [
  'model',
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'prompt_cache_retention',
  'safety_identifier',
  'store',
  'stream',
  'temperature',
  'top_p',
  'top_logprobs',
  'user',
] as const;

/** The named properties that are there. */
export function pick<Body extends object, Key extends keyof Body>(body: Body, keys: readonly Key[]): Pick<Body, Key> {
  return Object.fromEntries(
    keys.filter((key) => body[key] !== undefined).map((key) => [key, body[key]]),
  ) as unknown as Pick<Body, Key>;
}

/** What the other API has nothing for, of those that are there and not at their default. */
export function leftBehind<Body extends object>(
  body: Body,
  api: string,
  keys: readonly (keyof Body & string)[],
  isDefault: (key: keyof Body & string, value: unknown) => boolean = () => false,
): string[] {
  return keys
    .filter((key) => body[key] !== undefined && body[key] !== null && !isDefault(key, body[key]))
    .map((key) => `${key}: ${api} has nothing like it`);
}
