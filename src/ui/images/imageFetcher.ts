import { fetchImage } from '../../editor/fetchImage.ts';
import type { Parts } from '../parts.ts';

/** Gets a picture that the active profile's server names: without a key, and from nowhere that is not public or its own. */
export function imageFetcher(
  { account }: Pick<Parts, 'account'>,
  signal: AbortSignal,
): (url: string) => Promise<Uint8Array> {
  const { profile } = account;
  return async (url) => Buffer.from((await fetchImage(url, { profile, signal })).base64, 'base64');
}
