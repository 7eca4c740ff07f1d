import type { PartCreateParams, UploadPart } from 'openai/resources/uploads/parts';
import type { Upload, UploadCompleteParams, UploadCreateParams } from 'openai/resources/uploads/uploads';
import { path } from '../address.ts';
import { uploadFileChunked, type ChunkedUploadParams } from '../chunkedUpload.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export function uploads(transport: Transport) {
  const calls = {
    create: (body: UploadCreateParams, options?: RequestOptions) =>
      transport.json<Upload>({ method: 'POST', path: '/uploads', body }, options),
    cancel: (uploadID: string, options?: RequestOptions) =>
      transport.json<Upload>({ method: 'POST', path: path`/uploads/${uploadID}/cancel` }, options),
    complete: (uploadID: string, body: UploadCompleteParams, options?: RequestOptions) =>
      transport.json<Upload>({ method: 'POST', path: path`/uploads/${uploadID}/complete`, body }, options),
    parts: {
      create: (uploadID: string, body: PartCreateParams, options?: RequestOptions) =>
        transport.json<UploadPart>({ method: 'POST', path: path`/uploads/${uploadID}/parts`, form: body }, options),
    },
  };
  return {
    ...calls,
    /** A large file in parts. Rejects with an `UploadInterrupted` that holds what is needed to go on. */
    uploadFileChunked: (params: ChunkedUploadParams, options?: RequestOptions) =>
      uploadFileChunked(calls, params, options),
  };
}
