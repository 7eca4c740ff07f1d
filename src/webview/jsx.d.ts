import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { HTMLAttributes } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-badge': HTMLAttributes<HTMLElement>;
      'vscode-button': HTMLAttributes<VscodeButton> & { secondary?: boolean; disabled?: boolean };
      'vscode-textfield': HTMLAttributes<VscodeTextfield> & {
        label: string;
        value: string;
        placeholder?: string;
        autofocus?: boolean;
      };
    }
  }
}
