const LONGEST_NAME_BYTES = 200;
const LONGEST_EXTENSION_BYTES = 20;

/** Names Windows keeps for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\.|$)/i;

/**
 * A name a server gave, as one that is safe in any folder: one segment, not hidden, no character that a file system or a
 * reader takes for something else, no device of Windows, at most 200 bytes of UTF-8. `fallback` where nothing is left.
 */
export function safeFileName(name: string, fallback = 'download'): string {
  const segment = name.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = segment
    // Controls, and marks that change the direction of text or are not seen.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const usable = plain.replace(DEVICE, '$1_');
  return usable === '' ? fallback : shorten(usable);
}

/** The name that `Content-Disposition` gives, safe; undefined where there is none. RFC 6266: `filename*` goes before `filename`. */
export function fileNameOf({ headers }: Pick<Response, 'headers'>): string | undefined {
  const disposition = headers.get('content-disposition') ?? '';
  const [, encoded] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition) ?? [];
  const [, quoted, token] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(disposition) ?? [];
  const name = (encoded && decode(encoded)) ?? quoted?.replace(/\\(.)/g, '$1') ?? token;
  return name === undefined ? undefined : safeFileName(name);
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** Cuts the stem and leaves the extension, between two characters. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= LONGEST_EXTENSION_BYTES ? name.slice(dot) : '';
  let bytes = Buffer.byteLength(extension);
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > LONGEST_NAME_BYTES) break;
    stem += character;
  }
  return stem + extension;
}
