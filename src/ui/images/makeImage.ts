import { callCost } from '../../agent/models/callCost.ts';
import { modelRules } from '../../agent/models/catalog.ts';
import { shapeRequest } from '../../agent/models/shapeRequest.ts';
import type { Client } from '../../openai/client.ts';
import type { ImageOptions } from './askImageOptions.ts';
import { readImage, type MadeImage } from './readImage.ts';

export interface ImageRequest {
  model: string;
  prompt: string;
  /** For a new picture; an edited one keeps the size it has. */
  options?: ImageOptions;
  /** Pictures to edit; without any a new one is made. */
  images?: readonly File[];
  /** Where it is transparent the first picture is edited. */
  mask?: File | undefined;
}

export interface Made extends MadeImage {
  cost: { usd: number } | undefined;
  /** A sentence for each parameter the model does not take. */
  dropped: readonly string[];
}

export interface MakeOptions {
  signal: AbortSignal;
  /** Told how far it is. */
  report: (message: string) => void;
  /** Gets a picture of which the server says only where it is. */
  fetchImage: (url: string) => Promise<Uint8Array>;
}

const partialImages = 2;

/** Makes or edits one picture. Throws before sending what is too big or too long. */
export async function makeImage(
  client: Client,
  { model, prompt, options = {}, images = [], mask }: ImageRequest,
  { signal, report, fetchImage }: MakeOptions,
): Promise<Made> {
  const rules = modelRules(model);
  // Those of no catalog get the least, which every server takes.
  const streams = rules !== undefined && !rules.refuses.includes('stream');
  const wantsBase64 = rules?.values.response_format?.takes('b64_json') === true;
  const common = {
    model,
    prompt,
    n: 1,
    ...(streams && { stream: true as const, partial_images: partialImages }),
    ...(wantsBase64 && { response_format: 'b64_json' as const }),
  };
  report('Waiting for the picture…');
  const [first] = images;
  const { pending, dropped } = first ? edit([first, ...images.slice(1)]) : generate();
  const made = await readImage(pending, {
    onPartial: (count) => report(`A first look has come (${count} of ${partialImages}), the details are on their way…`),
    fetchImage,
    signal,
  });
  const path = first ? '/images/edits' : '/images/generations';
  const cost = callCost({ path, request: { model, prompt, n: 1, ...options }, answer: made.answer, model });
  return { ...made, cost, dropped };

  function generate() {
    const { body, dropped } = shapeRequest('images', { ...common, ...options });
    return { pending: client.images.generate(body, { signal }), dropped };
  }

  function edit(files: File[]) {
    const [single] = files;
    const image = files.length === 1 && single ? single : files;
    const { body, dropped } = shapeRequest('images', { ...common, image, ...(mask && { mask }) });
    return { pending: client.images.edit(body, { signal }), dropped };
  }
}
