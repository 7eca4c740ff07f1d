import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Speech, SpeechAudio } from '../../src/protocol/player.ts';
import { wavFile } from '../../src/ui/audio/wavFile.ts';
import { launchBrowser } from '../support/chromium.ts';
import { PlayerPage } from './playerPage.ts';

const rateHz = 24_000;

/** A tone, as raw samples. */
function tone(seconds: number): Buffer {
  const samples = Buffer.alloc(Math.round(seconds * rateHz) * 2);
  for (let index = 0; index < samples.length / 2; index++) {
    samples.writeInt16LE(Math.round(8_000 * Math.sin((index / rateHz) * 440 * 2 * Math.PI)), index * 2);
  }
  return samples;
}

const raw = (seconds: number): SpeechAudio => ({
  mimeType: `audio/L16;rate=${rateHz}`,
  base64: tone(seconds).toString('base64'),
});
const speech = (more: Partial<Speech> = {}): Speech => ({
  ...{ text: 'Say <b>this</b>.', voice: 'tts-1, alloy', state: 'done', status: '2.0 s · $0.01', audio: [raw(2)] },
  ...more,
});
const time = (page: Page, text: string) => page.locator('.audioTime').getByText(text).waitFor();
const position = (page: Page) =>
  page.getByRole('slider', { name: 'Position' }).evaluate((slider) => (slider as HTMLInputElement).valueAsNumber);

describe('the speech panel', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('shows what is spoken as text, how long it is and what it cost', async () => {
    await using player = await PlayerPage.open(browser, speech());
    await time(player.page, '/ 0:02');
    await player.page.getByText('Say <b>this</b>.', { exact: true }).waitFor();
    assert.equal(await player.page.getByRole('status').textContent(), '2.0 s · $0.01');
    assert.deepEqual(player.problems, []);
  });

  it('plays, to the end', async () => {
    await using player = await PlayerPage.open(browser, speech({ audio: [raw(0.5), raw(0.5)] }));
    const { page } = player;
    await time(page, '/ 0:01');
    // Without a click before it the browser may have begun or not.
    if (await page.getByRole('button', { name: 'Play' }).isVisible()) {
      await page.getByRole('button', { name: 'Play' }).click();
    }
    await time(page, '0:01 / 0:01');
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });

  it('is moved by the arrow keys', async () => {
    await using player = await PlayerPage.open(browser, speech({ audio: [raw(20)] }));
    const { page } = player;
    await time(page, '/ 0:20');
    if (await page.getByRole('button', { name: 'Pause' }).isVisible()) {
      await page.getByRole('button', { name: 'Pause' }).click();
    }
    const slider = page.getByRole('slider', { name: 'Position' });
    await slider.focus();
    const before = await position(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.ok(Math.abs((await position(page)) - before - 4) < 1);
    await page.keyboard.press('ArrowLeft');
    assert.ok(Math.abs((await position(page)) - before - 2) < 1);
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^0:0\d of 0:20$/);
  });

  it('grows while it arrives, and can be stopped', async () => {
    await using player = await PlayerPage.open(browser, speech({ state: 'running', status: 'Speaking…', audio: [] }));
    const { page } = player;
    assert.equal(await page.getByRole('button', { name: 'Save As…' }).count(), 0);
    await player.emit('audio', raw(3));
    await time(page, '/ 0:03');
    await player.emit('audio', raw(3));
    await time(page, '/ 0:06');
    await page.getByRole('button', { name: 'Stop' }).click();
    await player.emit('state', { state: 'stopped', status: 'Stopped.' });
    await page.getByRole('button', { name: 'Save As…' }).click();
    assert.deepEqual(await player.calls(), ['stop', 'save']);
    assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
  });

  it('plays a file that the browser knows, and offers to save one it does not', async () => {
    const wav = { mimeType: 'audio/wav', base64: wavFile(tone(4), rateHz).toString('base64') };
    await using player = await PlayerPage.open(browser, speech({ audio: [wav] }), 'highContrast');
    await time(player.page, '/ 0:04');
    const broken = { mimeType: 'audio/aac', base64: Buffer.from('no sound').toString('base64') };
    await player.emit('begin', speech({ audio: [broken] }));
    await player.page.getByText('This cannot be played here. Save it instead.').waitFor();
    await player.page.getByRole('button', { name: 'Save As…' }).click();
    assert.deepEqual(await player.calls(), ['save']);
  });
});
