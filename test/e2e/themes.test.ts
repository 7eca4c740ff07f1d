import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot } from '../support/screenshot.ts';
import { inputBox, pick, runCommand, widenSideBar } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;
let chat: Chat;

before(async () => {
  parley = await openParley();
  chat = await openChat(parley.page);
  await widenSideBar(parley.page, 200);
  await chat.ask('Where is the total of an order computed?');
  await chat.ask('Show me what Markdown can do');
});
after(() => parley.close());

const themes = [
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
] as const;

for (const [theme, kind] of themes) {
  test(`is readable in ${theme}`, async () => {
    await runCommand(parley.page, 'Preferences: Color Theme');
    await inputBox(parley.page).input.fill(theme);
    await pick(parley.page, theme);
    const body = chat.frame.locator('body');
    await until(`the webview is ${kind}`, async () => (await body.getAttribute('class'))?.split(' ').includes(kind));
    const contrasts = await chat.log
      .getByRole('article', { name: 'Answer' })
      .first()
      .locator('p, pre code')
      .evaluateAll(contrastsOf);
    assert.ok(contrasts.length > 0 && contrasts.every((contrast) => contrast >= 4.5), contrasts.join(', '));
    await screenshot(parley.page, `theme-${kind}`);
  });
}

/** Runs in the page: the contrast (1 to 21, after WCAG) of each element's text with the nearest background. */
function contrastsOf(elements: Element[]): number[] {
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)';
    const color = getComputedStyle(element).backgroundColor;
    return channels(color)[3] === 0 ? background(element.parentElement) : color;
  };
  // A webview is transparent: behind it is the side bar, whose colour it knows.
  const behind = getComputedStyle(document.documentElement).getPropertyValue('--vscode-sideBar-background').trim();
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = behind;
  const sideBar = getComputedStyle(probe).color;
  probe.remove();
  return elements.map((element) => {
    const below = background(element);
    const [a, b] = [
      luminance(getComputedStyle(element).color),
      luminance(below === 'rgb(255, 255, 255)' ? sideBar : below),
    ];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}
