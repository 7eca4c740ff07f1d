import { useEffect } from 'preact/hooks';

const isMac = navigator.platform.startsWith('Mac');

/**
 * Ctrl+F, or Cmd+F on a Mac, wherever the focus is in the chat. VS Code does not get to know of it: it would look in a text
 * editor.
 */
export function useFindKey(onFind: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, metaKey, shiftKey } = event;
      const modified = isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
      if (!modified || altKey || shiftKey || event.key.toLowerCase() !== 'f') return;
      event.preventDefault();
      event.stopPropagation();
      onFind();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
