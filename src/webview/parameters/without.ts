/** The same without these properties, all of which may be absent. */
export const without = <T extends object>(given: T, ...names: readonly (keyof T)[]): T =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !names.some((one) => one === name))) as T;
