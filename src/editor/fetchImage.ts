import { downloadImage, type DownloadedImage } from './downloadImage.ts';
import { originOf, type Profile } from './profile.ts';
import { readSettings } from './settings.ts';

/** An image that the profile's server names in an answer, through VS Code's own proxy settings. Rejects as `downloadImage`. */
export function fetchImage(
  url: string,
  { profile, signal }: { profile: Pick<Profile, 'baseURL'>; signal: AbortSignal },
): Promise<DownloadedImage> {
  const { http } = readSettings();
  return downloadImage(url, { serverOrigin: originOf(profile), http, signal });
}
