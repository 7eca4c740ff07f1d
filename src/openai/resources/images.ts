import type {
  ImageCreateVariationParams,
  ImageEditParamsBase,
  ImageEditParamsNonStreaming,
  ImageEditParamsStreaming,
  ImageEditStreamEvent,
  ImageGenerateParamsBase,
  ImageGenerateParamsNonStreaming,
  ImageGenerateParamsStreaming,
  ImageGenStreamEvent,
  ImagesResponse,
} from 'openai/resources/images';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { RequestOptions, Transport } from '../transport.ts';

const rules: StreamRules<Partial<ImageGenStreamEvent | ImageEditStreamEvent>> = {
  // Each of several images has an end of its own.
  roleOf: ({ type }) => (type?.endsWith('.completed') ? 'complete' : 'more'),
  endsWithDone: true,
};

export interface GenerateImage {
  (body: ImageGenerateParamsNonStreaming, options?: RequestOptions): PendingRequest<ImagesResponse>;
  (body: ImageGenerateParamsStreaming, options?: RequestOptions): PendingRequest<EventStream<ImageGenStreamEvent>>;
  (
    body: ImageGenerateParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ImageGenStreamEvent> | ImagesResponse>;
}

export interface EditImage {
  (body: ImageEditParamsNonStreaming, options?: RequestOptions): PendingRequest<ImagesResponse>;
  (body: ImageEditParamsStreaming, options?: RequestOptions): PendingRequest<EventStream<ImageEditStreamEvent>>;
  (
    body: ImageEditParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ImageEditStreamEvent> | ImagesResponse>;
}

export function images(transport: Transport) {
  const generate = (body: ImageGenerateParamsBase, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/images/generations', body } as const;
    return body.stream ? transport.events(request, rules, options) : transport.json(request, options);
  };
  const edit = ({ safety_identifier, ...body }: ImageEditParamsBase, options?: RequestOptions) => {
    // A form has no null; here it means the same as nothing.
    const form = { ...body, ...(safety_identifier != null && { safety_identifier }) };
    const request = { method: 'POST', path: '/images/edits', form } as const;
    return body.stream ? transport.events(request, rules, options) : transport.json(request, options);
  };
  return {
    generate: generate as GenerateImage,
    edit: edit as EditImage,
    createVariation: (body: ImageCreateVariationParams, options?: RequestOptions) =>
      transport.json<ImagesResponse>({ method: 'POST', path: '/images/variations', form: body }, options),
  };
}
