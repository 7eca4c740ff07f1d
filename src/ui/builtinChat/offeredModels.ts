import { chatModelIds } from '../../agent/models/catalog.ts';
import type { Profile } from '../../editor/profile.ts';
import type { Parts } from '../parts.ts';
import { modelInformation, type ParleyModel } from './modelInformation.ts';

type OfferingParts = Pick<Parts, 'account' | 'log'>;

/** No longer does a server keep the models of the others waiting. */
const longestWaitMs = 3_000;

/** The profiles that requests can be made of. */
export async function readyProfiles({ account, log }: OfferingParts): Promise<readonly Profile[]> {
  const ready = await Promise.all(
    account.profiles().map(async (profile) => {
      try {
        return (await account.isReady(profile)) ? [profile] : [];
      } catch (error) {
        log.warn(`Whether ${profile.name} has a key could not be read.`, error);
        return [];
      }
    }),
  );
  return ready.flat();
}

/**
 * The chat models of these profiles. Asks the user nothing. A server that does not answer has none; of one that is slow
 * `onLate` tells that its models are there now.
 */
export async function offeredModels(
  parts: OfferingParts,
  profiles: readonly Profile[],
  onLate: () => void,
): Promise<ParleyModel[]> {
  return (await Promise.all(profiles.map((profile) => modelsOf(parts, profile, onLate)))).flat();
}

async function modelsOf(
  { account, log }: OfferingParts,
  profile: Profile,
  onLate: () => void,
): Promise<readonly ParleyModel[]> {
  const failed = (error: unknown) => log.warn(`The models of ${profile.name} are not offered to VS Code.`, error);
  const listed = account.models({ profile });
  try {
    const ids = await within(listed, longestWaitMs);
    if (ids) return chatModelIds(ids).map((model) => modelInformation(profile, model));
    listed.then(onLate, failed);
  } catch (error) {
    failed(error);
  }
  return [];
}

/** What work comes to, or undefined where it takes longer. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, ms, undefined)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
