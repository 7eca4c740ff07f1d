/**
 * The values within nested arrays and objects, named as the official SDK names them in queries and forms: `name[]` for
 * those of an array, `name[key]` for those of an object. Undefined is left out. `isValue` tells objects that are values.
 */
export function* bracketed(
  fields: object,
  isValue: (value: object) => boolean = () => false,
  prefix = '',
): Generator<[name: string, value: unknown]> {
  for (const [key, value] of Object.entries(fields) as [string, unknown][]) {
    const name = prefix === '' ? key : Array.isArray(fields) ? `${prefix}[]` : `${prefix}[${key}]`;
    if (typeof value === 'object' && value !== null && !isValue(value)) yield* bracketed(value, isValue, name);
    else if (value !== undefined) yield [name, value];
  }
}
