import type { ApiCall } from './call.ts';

type Method = (...args: unknown[]) => unknown;
type Node = Record<string, unknown>;

/** The method of a client by its name as it is written, bound; undefined where the client has none. */
export function methodOf(client: object, name: string): Method | undefined {
  const { owner, key } = ownerOf(client, name);
  const method = owner?.[key];
  return typeof method === 'function' ? (method as Method).bind(owner) : undefined;
}

/** Puts another in the place of the method that a call is about; it gets the method itself and the arguments. */
export function replaceMethod(
  client: object,
  { method: name }: ApiCall,
  replacement: (method: Method, args: unknown[]) => unknown,
): void {
  const { owner, key } = ownerOf(client, name);
  const method = methodOf(client, name);
  if (!owner || !method) throw new Error(`There is no ${name}.`);
  owner[key] = (...args: unknown[]) => replacement(method, args);
}

/** A promise that can be iterated over like the one of a list, which nobody has to await first. */
export function iterable<T>(promise: Promise<T>): Promise<T> & AsyncIterable<unknown> {
  return Object.assign(promise, {
    [Symbol.asyncIterator]: async function* () {
      yield* (await promise) as AsyncIterable<unknown>;
    },
  });
}

/** Names of all methods of a client, as they are written. `isResource` tells which values are walked into. */
export function methodNames(client: object, isResource: (value: object) => boolean, prefix = ''): string[] {
  return propertiesOf(client).flatMap(([key, value]) => {
    if (key === 'constructor' || key.startsWith('_')) return [];
    if (typeof value === 'function') return [`${prefix}${key}`];
    const isWalked = typeof value === 'object' && value !== null && isResource(value);
    return isWalked ? methodNames(value, isResource, `${prefix}${key}.`) : [];
  });
}

/** Own properties, and those that its classes give it. */
function propertiesOf(value: object): [string, unknown][] {
  const keys = new Set<string>();
  for (let level: unknown = value; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level))
    for (const key of Object.getOwnPropertyNames(level)) keys.add(key);
  return [...keys].map((key) => [key, (value as Node)[key]]);
}

function ownerOf(client: object, name: string): { owner: Node | undefined; key: string } {
  const keys = name.split('.');
  const key = keys.pop() ?? '';
  let owner: Node | undefined = client as Node;
  for (const next of keys) owner = owner?.[next] as Node | undefined;
  return { owner, key };
}
