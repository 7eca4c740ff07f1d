import { collect, type ApiCall } from './call.ts';

const image = { created: 1_713_833_628, data: [{ b64_json: 'iVBORw0KGgo=' }], size: '1024x1024', quality: 'low' };
const url = { created: 1_713_833_628, data: [{ url: 'https://images.example/1.png' }] };
const usage = {
  total_tokens: 100,
  input_tokens: 50,
  output_tokens: 50,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
};

const streamed = (kind: string) => ({
  events: [0, 1].map((index) => ({
    event: `${kind}.${index === 0 ? 'partial_image' : 'completed'}`,
    data: {
      type: `${kind}.${index === 0 ? 'partial_image' : 'completed'}`,
      b64_json: 'iVBORw0KGgo=',
      created_at: 1_620_000_000,
      size: '1024x1024',
      quality: 'high',
      background: 'transparent',
      output_format: 'png',
      ...(index === 0 ? { partial_image_index: 0 } : { usage }),
    },
  })),
  named: true,
});

/** What only the older models know. */
const legacy = { style: 'natural', response_format: 'url' } as const;
const inline = { response_format: 'b64_json' } as const;

const png = (name: string) => new File(['not really a picture'], name, { type: 'image/png' });

export const imagesCalls: readonly ApiCall[] = [
  {
    method: 'images.generate',
    call: (client) =>
      client.images.generate({
        model: 'gpt-image-1',
        prompt: 'A cute baby sea otter',
        n: 2,
        size: '1024x1024',
        quality: 'low',
        background: 'transparent',
        output_format: 'webp',
        output_compression: 80,
        moderation: 'low',
      }),
    answers: [{ json: { ...image, usage } }],
  },
  {
    method: 'images.generate',
    variant: 'by address',
    call: (client) =>
      client.images.generate({
        model: 'dall-e-3',
        prompt: 'A cat',
        quality: 'hd',
        ...legacy,
      }),
    answers: [{ json: url }],
  },
  {
    method: 'images.generate',
    variant: 'streamed',
    call: async (client) =>
      collect(await client.images.generate({ model: 'gpt-image-1', prompt: 'A cat', stream: true, partial_images: 1 })),
    answers: [streamed('image_generation')],
  },
  {
    method: 'images.edit',
    variant: 'one image and a mask',
    call: (client) =>
      client.images.edit({
        model: 'dall-e-2',
        image: png('otter.png'),
        mask: png('mask.png'),
        prompt: 'Add a hat',
        n: 1,
        size: '1024x1024',
        ...inline,
      }),
    answers: [{ json: image }],
  },
  {
    method: 'images.edit',
    variant: 'several images',
    call: (client) =>
      client.images.edit({
        model: 'gpt-image-1',
        prompt: 'A gift basket with these',
        input_fidelity: 'high',
        quality: 'high',
        // The official SDK sends lists last.
        image: [png('a.png'), png('b.png')],
      }),
    answers: [{ json: { ...image, usage } }],
  },
  {
    method: 'images.edit',
    variant: 'streamed',
    call: async (client) =>
      collect(
        await client.images.edit({
          model: 'gpt-image-1',
          prompt: 'Add a hat',
          stream: true,
          partial_images: 1,
          image: [png('a.png')],
        }),
      ),
    answers: [streamed('image_edit')],
  },
  {
    method: 'images.edit',
    variant: 'null for the safety identifier',
    call: (client) => client.images.edit({ image: png('a.png'), prompt: 'Add a hat', safety_identifier: null }),
    answers: [{ json: image }],
  },
  {
    method: 'images.createVariation',
    call: (client) =>
      client.images.createVariation({
        image: png('otter.png'),
        model: 'dall-e-2',
        n: 2,
        size: '512x512',
        response_format: 'url',
        user: 'user-1',
      }),
    answers: [{ json: url }],
  },
];
