/** Every text that can be reached from a value: names and values of properties, its own and inherited ones, hidden ones too. */
export function reachableTexts(value, found = new Set(), seen = new Set()) {
  if (typeof value === 'string' || typeof value === 'symbol') found.add(String(value));
  if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return found;
  seen.add(value);
  for (const name of Reflect.ownKeys(value)) {
    found.add(String(name));
    try {
      reachableTexts(value[name], found, seen);
    } catch {
      // A getter that wants another object.
    }
  }
  return reachableTexts(Object.getPrototypeOf(value), found, seen);
}
