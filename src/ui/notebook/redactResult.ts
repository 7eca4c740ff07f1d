import { redact } from '../../editor/redact.ts';

/** Names under which bytes stand: nothing in them reads as a secret, and they are long. */
const BYTES = new Set(['base64']);

/** `value` with all its texts, the names of its fields too, without the secrets and whatever looks like a key. */
export function redactDeep<T>(value: T, secrets: readonly string[]): T {
  return clean(value, secrets) as T;
}

function clean(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (Array.isArray(value)) return value.map((one) => clean(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [
      redact(name, secrets),
      BYTES.has(name) && isBase64(one) ? one : clean(one, secrets),
    ]),
  );
}

const isBase64 = (value: unknown) => typeof value === 'string' && /^[\w+/=]*$/.test(value) && value.length > 1000;

/** The forms in which a secret may come back, longest first. Shorter ones than 4 characters are none. */
export function secretForms(values: Iterable<string>): string[] {
  const forms = [...values].flatMap((value) => [
    value,
    inJson(value),
    inQuery(value),
    inPath(value),
    ...linesOf(value),
  ]);
  return [...new Set(forms)].filter((form) => form.length > 3).sort((a, b) => b.length - a.length);
}

const inQuery = (value: string) => new URLSearchParams({ '': value }).toString().slice(1);

/** As `openai/address.ts` encodes a segment. */
const inPath = (value: string) => value.replace(/[^\w\-.~!$&'()*+,;=:@]+/g, encodeURIComponent);

/** As it stands within a JSON that is shown as text. */
const inJson = (value: string) => JSON.stringify(value).slice(1, -1);

/** A key in several lines comes back in pieces. */
const linesOf = (value: string) => value.split(/\r\n|\r|\n/).filter((line) => line.length > 15);
