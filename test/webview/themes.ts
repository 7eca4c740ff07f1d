import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/host.ts';

export type Theme = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** The colours of VS Code's own themes, as a webview gets them. */
export const themes = JSON.parse(readFileSync(join(root, 'test/webview/themes.json'), 'utf8')) as Record<
  Theme,
  Record<string, string>
>;
export const bodyClasses: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast vscode-high-contrast-light',
};
export const fonts = {
  '--vscode-font-family': 'system-ui, sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': 'monospace',
  '--vscode-editor-font-size': '13px',
};
