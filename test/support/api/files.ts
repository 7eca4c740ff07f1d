import { ApiError, isObject, json, newId, now, required, type Json, type Routes } from './api.ts';
import { Collection } from './collection.ts';

/** Uploaded files and the parts of large ones, with their bytes. */
export class Files {
  readonly #files = new Collection({ prefix: 'file-', object: 'file', noun: 'file' });
  readonly #uploads = new Collection({ prefix: 'upload_', object: 'upload', noun: 'upload' });
  readonly #bytes = new Map<unknown, Buffer>();

  add(fields: { filename: string; purpose: string }, content: Buffer): Json {
    const file = this.#files.create({ bytes: content.length, status: 'processed', ...fields });
    this.#bytes.set(file.id, content);
    return file;
  }

  get(id: string): { file: Json; content: Buffer } {
    return { file: this.#files.get(id), content: this.#bytes.get(id) ?? Buffer.alloc(0) };
  }

  readonly routes: Routes = {
    'POST /files': ({ body, files }) => {
      const file = files.find(({ name }) => name === 'file');
      if (!file) throw new ApiError(400, "Missing required parameter: 'file'.", { param: 'file' });
      return json(this.add({ filename: file.fileName ?? 'file', purpose: required(body, 'purpose') }, file.content));
    },
    'GET /files': ({ query }) => {
      const purpose = query.get('purpose');
      return json(this.#files.list(query, (file) => purpose === null || file.purpose === purpose));
    },
    'GET /files/{id}': (_, id = '') => json(this.#files.get(id)),
    'DELETE /files/{id}': (_, id = '') => json(this.#files.delete(id, 'file')),
    'GET /files/{id}/content': (_, id = '') => {
      const { content } = this.get(id);
      return { bytes: content, type: 'application/octet-stream' };
    },
    'POST /uploads': ({ body }) =>
      json(
        this.#uploads.create({
          bytes: body.bytes,
          filename: required(body, 'filename'),
          purpose: required(body, 'purpose'),
          mime_type: required(body, 'mime_type'),
          expires_at: now() + 3600,
          status: 'pending',
          file: null,
        }),
      ),
    'POST /uploads/{id}/parts': ({ files }, id = '') => {
      const upload = this.#uploads.get(id);
      const data = files.find(({ name }) => name === 'data');
      if (!data) throw new ApiError(400, "Missing required parameter: 'data'.", { param: 'data' });
      const part = { id: newId('part_'), object: 'upload.part', created_at: now(), upload_id: upload.id };
      this.#bytes.set(part.id, data.content);
      return json(part);
    },
    'POST /uploads/{id}/complete': ({ body }, id = '') => {
      const { filename, purpose } = this.#uploads.get(id);
      const parts = Array.isArray(body.part_ids) ? body.part_ids.map((part) => this.#bytes.get(part)) : [];
      if (parts.includes(undefined)) throw new ApiError(400, 'There is no such part of this upload.');
      const content = Buffer.concat(parts.filter((part) => part !== undefined));
      const file = this.add({ filename: String(filename), purpose: String(purpose) }, content);
      return json(this.#uploads.update(id, { status: 'completed', file }));
    },
    'POST /uploads/{id}/cancel': (_, id = '') => json(this.#uploads.update(id, { status: 'cancelled' })),
  };
}

/** The lines of a JSONL file. Throws a 400 that names the first line that is none. */
export function jsonLinesOf(content: Buffer): Json[] {
  return content
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      try {
        const value: unknown = JSON.parse(line);
        if (isObject(value)) return value;
      } catch {
        // Said below.
      }
      throw new ApiError(400, `Line ${index + 1} is not a JSON object.`, { code: 'invalid_json_line' });
    });
}
