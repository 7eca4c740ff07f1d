import type { FrameLocator, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

// Drives a VS Code window. Every function waits for a state, never for a time.

const quickInput = '.quick-input-widget';

/** For what is tried again: a machine may be slow. */
const patient = { timeoutMs: 60_000 };

/** The row with this label, whatever stands beside it: a key, "recently used". */
function rowNamed(page: Page, label: string): Locator {
  // All of the label: what was typed is an element of its own within a longer one.
  const whole = new RegExp(`^\\s*${label.replaceAll(/[^\w\s]/g, '\\$&')}\\s*$`);
  return page
    .locator(`${quickInput} .monaco-list-row`)
    .filter({ has: page.locator('.label-name').filter({ hasText: whole }) })
    .first();
}

/** Runs a command by its full title in the palette: `Parley: New Chat`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const widget = page.locator(quickInput);
  const input = widget.locator('.quick-input-box input');
  const row = rowNamed(page, title);
  await until(
    `"${title}" is taken in the palette`,
    async () => {
      if (!(await widget.isVisible()) || !(await input.inputValue({ timeout: 5000 })).startsWith('>')) {
        await page.keyboard.press('F1');
        await widget.waitFor({ state: 'visible', timeout: 5000 });
      }
      // The list is made anew only when the text changes; `fill` is one event, so no letter is lost.
      await input.fill('>', { timeout: 5000 });
      await input.fill(`>${title}`, { timeout: 5000 });
      // Not Enter: the first row may be a near match. The palette goes when a view that is late takes the focus.
      await row.click({ timeout: 5000 });
      return true;
    },
    patient,
  );
}

/** The parts of the visible input box or pick list. */
export function inputBox(page: Page): { widget: Locator; input: Locator; title: Locator; message: Locator } {
  const widget = page.locator(quickInput);
  return {
    widget,
    input: widget.locator('.quick-input-box input'),
    title: widget.locator('.quick-input-title'),
    message: widget.locator('.quick-input-message'),
  };
}

/** Types into the visible input box and accepts it with Enter. */
export async function fillInput(page: Page, text: string): Promise<void> {
  const { input } = inputBox(page);
  await input.waitFor({ state: 'visible' });
  await input.fill(text);
  await input.press('Enter');
}

/**
 * Answers VS Code's own dialog for a file, which is there or about to be. While the dialog reads its folder, it writes
 * over what was typed: the name that it offers, which Enter would take.
 */
export async function answerFileDialog(page: Page, title: string, file: string): Promise<void> {
  const { widget, input, title: heading } = inputBox(page);
  const asked = heading.getByText(title, { exact: true });
  const busy = widget.locator('.monaco-progress-container.active');
  await asked.waitFor();
  await until(`“${title}” is answered`, async () => {
    await busy.waitFor({ state: 'detached', timeout: 5000 });
    if (!(await input.inputValue({ timeout: 5000 })).includes('/')) return false;
    await input.fill(file, { timeout: 5000 });
    await busy.waitFor({ state: 'detached', timeout: 5000 });
    if ((await input.inputValue({ timeout: 5000 })) !== file) return false;
    await input.press('Enter', { timeout: 5000 });
    await asked.waitFor({ state: 'hidden', timeout: 5000 });
    return true;
  });
}

/** Takes a row of the visible pick list by its label. */
export async function pick(page: Page, label: string): Promise<void> {
  const row = rowNamed(page, label);
  await row.waitFor({ state: 'visible' });
  await row.click();
}

/** A notification with this text. Toasts go after some seconds: read them as they come. */
export function notification(
  page: Page,
  text: string | RegExp,
): { toast: Locator; message: Locator; button: (name: string) => Locator } {
  const toast = page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  return {
    toast,
    message: toast.locator('.notification-list-item-message'),
    button: (name) => toast.getByRole('button', { name, exact: true }),
  };
}

/** The inside of an extension's webview: the view in a side bar, the first one that was opened, or a panel in the editor area. */
export function webview(page: Page, where: 'view' | 'panel', extensionId = 'parley.parley'): FrameLocator {
  const frames = page.locator(framesOf(where, extensionId));
  return (where === 'view' ? frames.first() : frames).contentFrame().frameLocator('#active-frame');
}

/** The inside of the view that was opened last. */
export function lastView(page: Page): FrameLocator {
  return page.locator(framesOf('view', 'parley.parley')).last().contentFrame().frameLocator('#active-frame');
}

function framesOf(where: 'view' | 'panel', extensionId: string): string {
  const purpose = where === 'view' ? '[src*="purpose=webviewView"]' : ':not([src*="purpose=webviewView"])';
  return `iframe.webview.ready[src*="extensionId=${extensionId}"]${purpose}`;
}

/** Shows a view container by the title of its icon in the activity bar. */
export async function openView(page: Page, title: string): Promise<void> {
  const tab = page.locator('.activitybar').getByRole('tab', { name: title });
  await tab.waitFor({ state: 'visible' });
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
}

/** Drags the edge of the side bar to the right. */
export async function widenSideBar(page: Page, byPixels: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('There is no side bar.');
  const [x, y] = [box.x + box.width, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + byPixels, y, { steps: 4 });
  await page.mouse.up();
}

/** The active text editor. */
export const editor = (page: Page): Locator =>
  page.locator('.editor-group-container.active .monaco-editor[role="code"]').last();

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  const { widget, input } = inputBox(page);
  await until(`${name} is open`, async () => {
    if (!(await widget.isVisible())) await page.keyboard.press('Control+P');
    await input.fill(name, { timeout: 2000 });
    await rowNamed(page, name).click({ timeout: 2000 });
    await page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor({ timeout: 3000 });
    return true;
  });
}

/** Selects whole lines of the active editor by keyboard. Lines are 1-based and inclusive. */
export async function selectLines(page: Page, startLine: number, endLine: number): Promise<void> {
  const { widget, input } = inputBox(page);
  await until(
    `line ${startLine} is gone to`,
    async () => {
      await runCommand(page, 'Go to Line/Column...');
      await input.fill(`:${startLine}:1`, { timeout: 5000 });
      await input.press('Enter', { timeout: 5000 });
      await widget.waitFor({ state: 'hidden', timeout: 5000 });
      return true;
    },
    patient,
  );
  for (let line = startLine; line < endLine; line++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+End');
  await page.getByRole('button', { name: new RegExp(`Ln ${endLine}, Col \\d+ \\(\\d+ selected\\)`) }).waitFor();
}

/** Opens the editor's context menu at the cursor and takes an entry, through a submenu where two are named. */
export async function contextMenu(page: Page, ...entries: readonly string[]): Promise<void> {
  await page.keyboard.press('Shift+F10');
  await takeFromMenu(page, ...entries);
}

/** Takes an entry of the menu that is open, through a submenu where two are named. */
export async function takeFromMenu(page: Page, ...entries: readonly string[]): Promise<void> {
  const menu = page.locator('.monaco-menu');
  // Not by accessible name: that holds the keys too.
  const item = (entry: string) =>
    menu.locator('.action-menu-item').filter({ has: page.getByText(entry, { exact: true }) });
  for (const [index, entry] of entries.entries()) {
    const next = entries[index + 1];
    const isTaken = async () => (next === undefined ? (await menu.count()) === 0 : item(next).isVisible());
    await item(entry).waitFor({ state: 'visible' });
    // A menu is deaf to the mouse for its first tenth of a second: click until it has taken the click.
    await until(
      `menu entry "${entry}" is taken`,
      async () => {
        if (await isTaken()) return true;
        await item(entry).click({ timeout: 500 });
        return isTaken();
      },
      { everyMs: 120, ...patient },
    );
  }
}
