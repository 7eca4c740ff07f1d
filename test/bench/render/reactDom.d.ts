declare module 'react-dom' {
  export function flushSync(run: () => void): void;
}

declare module 'react-dom/client' {
  import type { ReactNode } from 'react';

  export function createRoot(element: Element): { render(node: ReactNode): void };
}
