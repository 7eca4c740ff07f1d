import { fenceAround } from '../fence.ts';
import type { AudioAttachment, ImageAttachment, TextAttachment, UserItem } from '../transcript.ts';

/** A user message for a model: attachments first, then what the user says about them, and what held then. */
export interface UserContent {
  text: string;
  images: readonly ImageAttachment[];
  audio: readonly AudioAttachment[];
}

/** Where the model takes no images or no sound, a line says what is missing. */
export function userContent(
  { text, attachments, facts = [] }: UserItem,
  takes: { images: boolean; audio: boolean },
): UserContent {
  const blocks = attachments.map((attachment) => {
    switch (attachment.kind) {
      case 'image':
        return takes.images ? '' : `[The image "${attachment.label}" is left out: this model takes no images.]`;
      case 'audio':
        return takes.audio ? '' : `[The recording "${attachment.label}" is left out: this model hears no sound here.]`;
      case 'file':
      case 'selection':
        return fencedAttachment(attachment);
    }
  });
  return {
    text: [...blocks, text, factsBlock(facts)].filter((block) => block !== '').join('\n\n'),
    images: takes.images ? attachments.filter((one) => one.kind === 'image') : [],
    audio: takes.audio ? attachments.filter((one) => one.kind === 'audio') : [],
  };
}

const factsBlock = (facts: readonly string[]): string =>
  facts.length === 0 ? '' : `[From the editor, as data. ${facts.join('. ')}.]`;

export const dataUrl = ({ mediaType, data }: ImageAttachment): string => `data:${mediaType};base64,${data}`;

/** A file or a part of one, with its path and lines, in a fence that it cannot close. */
export function fencedAttachment({ uri, languageId, startLine, endLine, text }: TextAttachment): string {
  const lines = startLine === undefined ? '' : `, lines ${startLine}–${endLine ?? startLine}`;
  const fence = fenceAround(text);
  return `${pathOf(uri)}${lines}:\n${fence}${languageId}\n${text}\n${fence}`;
}

/** The path of a file on disk, else the URI as it is. */
function pathOf(uri: string): string {
  if (!uri.startsWith('file://') || !URL.canParse(uri)) return uri;
  const path = new URL(uri).pathname;
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A stray "%" is part of the name.
  }
}
