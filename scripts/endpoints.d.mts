/** The table of endpoints as JSON: that of the last build, if nothing changed that it is made of. */
export function endpointTable(): Promise<string>;
