/** What the names of files that can be transcribed end in. */
export const audioExtensions: readonly string[] = [
  'flac',
  'm4a',
  'mp3',
  'mp4',
  'mpeg',
  'mpga',
  'oga',
  'ogg',
  'wav',
  'webm',
];
