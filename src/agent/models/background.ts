import type { ModelRequest } from './modelStream.ts';

/** Whether an answer is to go on without a connection. A conversation that forbids the server to store it, forbids this too. */
export const wantsBackground = ({ background, parameters }: Pick<ModelRequest, 'background' | 'parameters'>): boolean =>
  background === true && parameters?.store !== false;

/** Why an answer was asked for without it, where the request wants it. */
export const noBackground = (why: string): string => `background mode (setting parley.background): ${why}`;
