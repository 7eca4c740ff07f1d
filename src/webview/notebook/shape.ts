/** True where a value has the form it stands for. */
export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isPresent: Check = (value) => value !== undefined;

/** One of these values. */
export const among =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** An object whose properties pass their checks; it may have others. */
export const objectOf =
  (properties: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(properties).every(([name, check]) => check(value[name]));

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
