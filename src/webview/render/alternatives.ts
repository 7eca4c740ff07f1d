import { createContext } from 'preact';
import type { AlternativesState } from '../../protocol/chat.ts';

/** The places at which the conversation shown goes on in several ways. */
export const Alternatives = createContext<readonly AlternativesState[]>([]);
