import { ApiError, json, newId, now, required, textIn, type ApiAnswer, type ApiRequest, type Routes } from './api.ts';
import { drawPng } from './media.ts';

/** Pictures by their id: the server gives them below /pictures. */
const pictures = new Map<string, Buffer>();

export const findPicture = (id: string): Buffer | undefined => pictures.get(id);

export const imageRoutes: Routes = {
  'POST /images/generations': (request) => answer(request, required(request.body, 'prompt')),
  'POST /images/edits': (request) => {
    needImage(request);
    return answer(request, `edit: ${required(request.body, 'prompt')}`);
  },
  'POST /images/variations': (request) => {
    needImage(request);
    return answer(request, `variation ${newId('')}`);
  },
};

function needImage({ files, body }: ApiRequest): void {
  const isThere = files.some(({ name }) => /^image(\[.*\])?$/.test(name)) || body.images !== undefined;
  if (!isThere) throw new ApiError(400, "Missing required parameter: 'image'.", { param: 'image' });
}

function answer({ body, origin }: ApiRequest, prompt: string): ApiAnswer {
  const model = textIn(body.model) || 'dall-e-2';
  const count = Number(body.n ?? 1);
  if (model === 'dall-e-3' && count !== 1)
    throw new ApiError(400, 'You must provide n=1 for this model.', { code: 'invalid_value', param: 'n' });
  const isGptImage = model.startsWith('gpt-image') || model.startsWith('chatgpt-image');
  const usage = isGptImage && {
    usage: {
      total_tokens: 1080,
      input_tokens: 24,
      output_tokens: 1056,
      input_tokens_details: { text_tokens: 24, image_tokens: 0 },
    },
  };
  if (isTrue(body.stream)) {
    const partial = Array.from({ length: Number(body.partial_images ?? 0) }, (_, index) => ({
      data: {
        type: 'image_generation.partial_image',
        partial_image_index: index,
        b64_json: drawPng(prompt, 64 * (index + 1)).toString('base64'),
      },
    }));
    const last = { type: 'image_generation.completed', b64_json: drawPng(prompt).toString('base64'), ...usage };
    return { events: [...partial, { data: last }].map(({ data }) => ({ event: data.type, data })) };
  }
  const data = Array.from({ length: count }, (_, index) => {
    const png = drawPng(index === 0 ? prompt : `${prompt} ${index}`);
    const revised = model === 'dall-e-3' ? { revised_prompt: `${prompt} Soft evening light, wide view.` } : {};
    if (isGptImage || body.response_format === 'b64_json') return { b64_json: png.toString('base64'), ...revised };
    const id = newId('img_');
    pictures.set(id, png);
    return { url: `${origin}/pictures/${id}.png`, ...revised };
  });
  return json({ created: now(), data, ...usage });
}

/** Forms have only text. */
const isTrue = (value: unknown) => value === true || value === 'true';
