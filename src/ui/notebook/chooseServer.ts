import type { Profile } from '../../editor/profile.ts';
import { CellError } from './placeholders.ts';

/** Where a request goes. */
export interface Destination {
  profile: Profile;
  /** Below the base URL, with its query. */
  target: string;
}

export interface Profiles {
  all: readonly Profile[];
  /** Throws a sentence where the settings name none that exists. */
  active: () => Profile;
}

/**
 * The profile a cell asks: the one it names, else the one whose base URL its URL begins with, else the active one. A URL
 * elsewhere is refused with a CellError: a key goes to its own server only.
 */
export function chooseServer(target: string, named: string | undefined, profiles: Profiles): Destination {
  const chosen = named === undefined ? undefined : findProfile(named, profiles.all);
  if (!/^https?:/i.test(target)) {
    const profile = chosen ?? profiles.active();
    return { profile, target: withoutVersion(target, profile) };
  }
  const [active, ...others] = chosen ? [chosen] : byPreference(profiles);
  const url = parseUrl(target);
  const found = [active, ...others]
    .filter((profile) => profile !== undefined)
    .flatMap((profile) => {
      const base = new URL(profile.baseURL);
      const path = base.pathname.replace(/\/+$/, '');
      const isBelow = url.origin === base.origin && url.path.startsWith(`${path}/`);
      return isBelow ? [{ profile, target: url.path.slice(path.length) + url.search, length: path.length }] : [];
    })
    .sort((a, b) => b.length - a.length)[0];
  if (found) return { profile: found.profile, target: found.target };
  const server = chosen ? `${chosen.name} (${chosen.baseURL})` : 'any profile';
  throw new CellError(
    `${url.origin} is not the server of ${server}, so nothing is sent to it. Add it with “Parley: Use a Local or Custom Server”, or write the path alone.`,
  );
}

function findProfile(name: string, all: readonly Profile[]): Profile {
  const found = all.find((profile) => profile.name === name);
  if (found) return found;
  const names = all.map((profile) => `“${profile.name}”`).join(', ');
  throw new CellError(`There is no profile “${name}”. There are: ${names}.`);
}

/** The active one first, so that it wins where several have the same base URL. */
function byPreference({ all, active }: Profiles): readonly Profile[] {
  let first: Profile;
  try {
    first = active();
  } catch {
    // A whole URL needs no active profile.
    return all;
  }
  return [first, ...all.filter(({ name }) => name !== first.name)];
}

function parseUrl(target: string): { origin: string; path: string; search: string } {
  const [, path = '', search = ''] = /^https?:\/\/[^/?#]+([^?#]*)(\?[^#]*)?/i.exec(target) ?? [];
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (!url) throw new CellError('The address is not a URL that can be asked. A placeholder cannot stand for its host.');
  if (url.username || url.password) throw new CellError('An address with a user name or a password is not asked.');
  return { origin: url.origin, path, search };
}

/** Paths are below the base URL, which has the version already. */
function withoutVersion(target: string, { baseURL }: Profile): string {
  return new URL(baseURL).pathname.endsWith('/v1') && /^\/v1(?=[/?]|$)/.test(target) ? target.slice(3) : target;
}
