import { readShipped } from '../../agent/readShipped.ts';
import type { EndpointTable } from './endpoints.ts';

let table: Promise<EndpointTable> | undefined;

/** The table of endpoints that the build wrote into `dist/endpoints.json.br`, read once. */
export function loadEndpoints(): Promise<EndpointTable> {
  return (table ??= readShipped('endpoints.json.br').then((json) => JSON.parse(json.toString()) as EndpointTable));
}
