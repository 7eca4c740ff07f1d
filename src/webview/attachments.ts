import type { Attachment, AudioAttachment, ImageAttachment } from '../agent/transcript.ts';

const longestImageBytes = 20 * 1024 * 1024;
const longestAudioBytes = 20 * 1024 * 1024;
const longestTextBytes = 1024 * 1024;
const mediaTypes: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
] satisfies ImageAttachment['mediaType'][];

const audioFormats: Readonly<Record<string, AudioAttachment['format']>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};

const isImageType = (type: string): type is ImageAttachment['mediaType'] => mediaTypes.includes(type);

/** A pasted or dropped file. Throws a sentence for people where it cannot be attached. */
export async function readAttachment(file: File): Promise<Attachment> {
  const label = file.name || 'Pasted image';
  if (file.type.startsWith('image/') && file.type !== 'image/svg+xml') {
    if (!isImageType(file.type)) throw new Error(`${label}: only PNG, JPEG, WebP and GIF images can be attached.`);
    if (file.size > longestImageBytes) {
      const megabytes = (file.size / 1024 / 1024).toFixed(1);
      throw new Error(`${label} is ${megabytes} MB. Images of up to 20 MB can be attached.`);
    }
    return { kind: 'image', label, mediaType: file.type, data: await readBase64(file) };
  }
  if (file.type.startsWith('audio/')) {
    const format = audioFormats[file.type];
    if (!format) throw new Error(`${label}: only WAV and MP3 recordings can be attached.`);
    if (file.size > longestAudioBytes) throw new Error(`${label} is larger than 20 MB.`);
    return { kind: 'audio', label, format, data: await readBase64(file) };
  }
  if (file.size > longestTextBytes) throw new Error(`${label} is too large. Text files of up to 1 MB can be attached.`);
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'file', label, uri: '', languageId: 'plaintext', text };
  } catch (error) {
    throw new Error(`${label} is neither text, an image nor a recording, so it cannot be attached.`, { cause: error });
  }
}

function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const dataUrl = reader.result as string;
      resolve(dataUrl.slice(dataUrl.indexOf(',') + 1));
    };
    reader.onerror = () =>
      reject(new Error(`${file.name} cannot be read: ${reader.error?.message ?? 'unknown cause'}`));
    reader.readAsDataURL(file);
  });
}

/** The URIs that a drag from VS Code or a file manager carries. */
export function droppedUris(data: DataTransfer): readonly string[] {
  const list = data.getData('application/vnd.code.uri-list') || data.getData('text/uri-list');
  return list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}
