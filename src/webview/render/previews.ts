import { createContext } from 'preact';
import type { ImageData } from '../../agent/serverCall.ts';

/** How images look that are still being made, by the id of their item. */
export const Previews = createContext<Readonly<Record<string, ImageData>>>({});
