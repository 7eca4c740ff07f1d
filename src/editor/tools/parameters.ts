import { z } from 'zod';

/** Arguments that several tools take. Strict schemas have no optional ones: what may be left out is nullable. */
export const path = z.string().describe('path in the workspace');
export const line = z.number().describe('1-based');
export const symbol = z.string().describe('its name as written in that line');
export const offset = z.number().nullable().describe('results to skip');
/** A place in a file, for tools that come after those which have said what these are. */
export const place = { path: z.string(), line: z.number(), symbol: z.string() };
export const textEdits = z.array(z.strictObject({ oldText: z.string(), newText: z.string() }));
