import type { ContentRetrieveParams } from 'openai/resources/containers/files/content';
import { path } from '../address.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** What the code interpreter works in: of it only the files it has made. */
export function containers(transport: Transport) {
  return {
    files: {
      content: {
        retrieve: (fileID: string, { container_id }: ContentRetrieveParams, options?: RequestOptions) =>
          transport.bytes(
            {
              method: 'GET',
              path: path`/containers/${container_id}/files/${fileID}/content`,
              headers: { accept: 'application/binary' },
            },
            options,
          ),
      },
    },
  };
}
