/** The table of tokens, compressed: that of the last build, if nothing changed that it is made of. */
export function vocabulary(): Promise<Buffer<ArrayBuffer>>;
