export function run(): void {
  throw new Error('Not there yet.');
}
