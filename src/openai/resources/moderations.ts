import type { ModerationCreateParams, ModerationCreateResponse } from 'openai/resources/moderations';
import type { RequestOptions, Transport } from '../transport.ts';

export function moderations(transport: Transport) {
  return {
    create: (body: ModerationCreateParams, options?: RequestOptions) =>
      transport.json<ModerationCreateResponse>({ method: 'POST', path: '/moderations', body }, options),
  };
}
