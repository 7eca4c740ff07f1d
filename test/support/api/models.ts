import { ApiError, json, type Routes } from './api.ts';

/** What GET /models lists; the first ones are what the chat uses. */
const modelIds = [
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-4.1',
  'text-embedding-3-small',
  'text-embedding-3-large',
  'gpt-5',
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4o-transcribe',
  'gpt-4o-mini-tts',
  'whisper-1',
  'tts-1',
  'tts-1-hd',
  'dall-e-2',
  'dall-e-3',
  'gpt-image-1',
  'omni-moderation-latest',
  'gpt-realtime',
] as const;

export class Models {
  readonly #ids = new Set<string>(modelIds);

  add(id: string): void {
    this.#ids.add(id);
  }

  readonly routes: Routes = {
    'GET /models': () => json({ object: 'list', data: [...this.#ids].map(modelOf) }),
    'GET /models/{id}': (_, id = '') => {
      this.#check(id);
      return json(modelOf(id));
    },
    'DELETE /models/{id}': (_, id = '') => {
      this.#check(id);
      if (!id.startsWith('ft:')) throw new ApiError(403, 'You have insufficient permissions for this operation.');
      this.#ids.delete(id);
      return json({ id, object: 'model', deleted: true });
    },
  };

  #check(id: string): void {
    if (!this.#ids.has(id)) {
      throw new ApiError(404, `The model '${id}' does not exist`, { code: 'model_not_found', param: 'model' });
    }
  }
}

function modelOf(id: string) {
  return { id, object: 'model', created: 1_700_000_000, owned_by: id.startsWith('ft:') ? 'user' : 'system' };
}
