/** What a module with this text becomes in a release: one file, with all that it imports. */
export function bundleForRelease(contents: string): Promise<Uint8Array>;
