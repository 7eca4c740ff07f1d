import { OpenAIError } from '../../openai/errors.ts';
import type { Api, Modality, ModelRules } from './rules.ts';

type Node = Record<string, unknown>;

/** What the types of content parts are made of. */
const MODALITIES: Readonly<Record<string, Modality>> = {
  image_url: 'image',
  input_image: 'image',
  input_audio: 'audio',
};
const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
/** Of all images of a request that are in the request itself. */
const MOST_IMAGE_MEGABYTES = 50;

/** Messages with the roles and the kinds of content that the model takes. */
export function shapeContent(
  api: Api,
  body: Node,
  model: string,
  rules: ModelRules,
): { body: Node; dropped: string[] } {
  const key = api === 'chatCompletions' ? 'messages' : api === 'responses' ? 'input' : undefined;
  if (key === undefined) return { body, dropped: [] };
  const withRoles = rules.instructedByUser ? instructedByUser(body, key, model) : { body, dropped: [] };
  const messages = withRoles.body[key];
  if (!Array.isArray(messages)) return withRoles;
  const dropped = new Set(withRoles.dropped);
  checkImages(messages);
  const taken = messages.map((message: unknown) => {
    const [field, parts] = partsOf(message);
    if (!isNode(message)) return message;
    const content = parts.filter((part: unknown) => {
      const modality = isNode(part) && typeof part.type === 'string' ? MODALITIES[part.type] : undefined;
      if (!modality || rules.input.includes(modality)) return true;
      dropped.add(`${key}: ${model} takes no ${modality === 'image' ? 'images' : 'audio'}`);
      return false;
    });
    return content.length === parts.length ? message : { ...message, [field]: someContent(content, api) };
  });
  return {
    body: dropped.size > withRoles.dropped.length ? { ...withRoles.body, [key]: taken } : withRoles.body,
    dropped: [...dropped],
  };
}

/** The content of a message, or of the output of a call, where it is made of parts. */
function partsOf(message: unknown): [field: 'content' | 'output', parts: readonly unknown[]] {
  if (!isNode(message)) return ['content', []];
  const field = Array.isArray(message.output) ? 'output' : 'content';
  const parts: unknown = message[field];
  return [field, Array.isArray(parts) ? parts : []];
}

/** A message must say something. */
function someContent(content: readonly unknown[], api: Api): readonly unknown[] {
  if (content.length > 0) return content;
  return [{ type: api === 'responses' ? 'input_text' : 'text', text: '[Left out: the model does not take it.]' }];
}

function instructedByUser(body: Node, key: string, model: string): { body: Node; dropped: string[] } {
  const dropped = new Set<string>();
  const given = body[key];
  let messages: unknown[] = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? [{ role: 'user', content: given }]
      : [];
  messages = messages.map((message) => {
    if (!isNode(message) || (message.role !== 'system' && message.role !== 'developer')) return message;
    dropped.add(`${message.role} role: ${model} has none, so the user says it`);
    return { ...message, role: 'user' };
  });
  const { instructions, ...others } = body;
  if (key !== 'input' || typeof instructions !== 'string') {
    return { body: dropped.size > 0 ? { ...body, [key]: messages } : body, dropped: [...dropped] };
  }
  dropped.add(`instructions: ${model} takes none, so the user says them`);
  return { body: { ...others, [key]: [{ role: 'user', content: instructions }, ...messages] }, dropped: [...dropped] };
}

function checkImages(messages: readonly unknown[]): void {
  let bytes = 0;
  for (const url of messages.flatMap(imageUrls)) {
    const [, type, data] = /^data:([^;,]*)[^,]*,(.*)$/s.exec(url) ?? [];
    if (type === undefined || data === undefined) continue; // The API fetches it and judges.
    if (!IMAGE_TYPES.includes(type)) {
      throw refused(`An image is ${type || 'of no type'}: only PNG, JPEG, WebP and GIF are taken.`);
    }
    bytes += Math.floor((data.length * 3) / 4);
  }
  const megabytes = bytes / (1024 * 1024);
  if (megabytes > MOST_IMAGE_MEGABYTES) {
    throw refused(
      `The images have ${megabytes.toFixed(1)} MB together: no more than ${MOST_IMAGE_MEGABYTES} MB are taken.`,
    );
  }
}

function imageUrls(message: unknown): string[] {
  return partsOf(message)[1].flatMap((part: unknown) => {
    const image = isNode(part) ? part.image_url : undefined;
    const url = isNode(image) ? image.url : image;
    return typeof url === 'string' ? [url] : [];
  });
}

const refused = (message: string) => new OpenAIError({ kind: 'invalidRequest', message, code: 'refused_by_model' });

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
