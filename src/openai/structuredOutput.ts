import { OpenAIError } from './errors.ts';
import { PendingRequest } from './pendingRequest.ts';
import { strictSchemaFaults } from './strictSchema.ts';

/** What a text of a model must be: JSON, of a schema where there is one. */
export interface JsonFormat {
  name: string;
  schema?: unknown;
  strict?: boolean | null | undefined;
}

const MOST_FAULTS = 20;

/** Throws an `invalidRequest` that names each rule of strict mode the schema breaks; a schema that is not strict may be any. */
export function assertStrict({ name, schema, strict }: JsonFormat): void {
  if (!strict || schema === undefined) return;
  const faults = strictSchemaFaults(schema).map(({ path, message }) => `${path}: ${message}`);
  if (faults.length === 0) return;
  const message = `The schema "${name}" cannot be used in strict mode. ${listed(faults)}`;
  throw new OpenAIError({ kind: 'invalidRequest', message, code: 'invalid_schema' });
}

/** A request that is not even sent. */
export function refusedRequest<T>(error: unknown): PendingRequest<T> {
  if (!(error instanceof OpenAIError)) throw error;
  return new PendingRequest<T>(Promise.reject(error), () => {
    throw error;
  });
}

/** The first faults, and how many more there are. */
export function listed(faults: readonly string[]): string {
  const more = faults.length - MOST_FAULTS;
  return [...faults.slice(0, MOST_FAULTS), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}
