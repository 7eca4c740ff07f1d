import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import { OpenAIError } from './errors.ts';
import { listed, type JsonFormat } from './structuredOutput.ts';

/**
 * The value a model wrote in a format's JSON. A format made by a helper of the official package brings its own parser,
 * which then decides. Throws a `protocol` error with the path of each fault.
 */
export function parseStructured(text: string, format: JsonFormat, helper: unknown): unknown {
  if (hasParser(helper)) return helper.$parseRaw(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new OpenAIError(
      { kind: 'protocol', message: `The answer for "${format.name}" is not JSON: ${text.slice(0, 80)}` },
      { cause },
    );
  }
  if (format.schema === undefined || format.schema === null) return value;
  const faults = answerFaults(value, format);
  if (faults.length === 0) return value;
  throw new OpenAIError({
    kind: 'protocol',
    message: `The answer does not have the form of the schema "${format.name}". ${listed(faults)}`,
  });
}

/** The answer ended before its JSON did. */
export function cutShort(reason: 'length' | 'content_filter'): OpenAIError {
  return reason === 'length'
    ? new OpenAIError({
        kind: 'protocol',
        message: 'The answer was cut off at the limit of its tokens, so it is not the whole JSON.',
        code: reason,
      })
    : new OpenAIError({
        kind: 'contentFilter',
        message: 'The content filter stopped the answer, so it is not the whole JSON.',
        code: reason,
      });
}

function hasParser(format: unknown): format is { $parseRaw(text: string): unknown } {
  return typeof (format as { $parseRaw?: unknown } | null | undefined)?.$parseRaw === 'function';
}

function answerFaults(value: unknown, { name, schema }: JsonFormat): string[] {
  try {
    // The validator writes into the schema it is given.
    const validator = new Validator(structuredClone(schema) as Schema, '2020-12', false);
    return innermost(validator.validate(value).errors).map(
      ({ instanceLocation, keyword, error }) =>
        `${instanceLocation}: ${keyword === 'false' ? 'This does not belong here.' : error}`,
    );
  } catch (cause) {
    const message = `The schema "${name}" cannot be applied: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new OpenAIError({ kind: 'invalidRequest', message, code: 'invalid_schema' }, { cause });
  }
}

/** The validator reports a fault for each object around it as well. */
function innermost(errors: readonly OutputUnit[]): OutputUnit[] {
  const places = new Set(errors.map(({ instanceLocation }) => instanceLocation));
  const isAround = (place: string) => [...places].some((other) => other.startsWith(`${place}/`));
  const seen = new Set<string>();
  return errors.filter(({ instanceLocation: place, keyword }) => {
    if (keyword === 'required') return true;
    if (isAround(place) || seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
