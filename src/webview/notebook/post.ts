import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { RendererRequest } from '../../protocol/cellResult.ts';

export type Post = (request: RendererRequest) => void;

/** Asks something of the extension; undefined where there is none, and what needs it is not offered. */
export const PostContext = createContext<Post | undefined>(undefined);

export const usePost = (): Post | undefined => useContext(PostContext);
