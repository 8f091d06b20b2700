import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodePng } from '@aigc/media/image';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.js';
import { runAigc } from './run-aigc.js';
import { lowestContrast } from './text-contrast.js';

// WCAG 2.2, 1.4.3, for text of normal size.
const MIN_CONTRAST = 4.5;
const executablePath = findChromium();

let root = '';
let browser: Browser | undefined;
let report = '';
let comparison = '';
beforeAll(async () => {
  if (executablePath === undefined) return;
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  const data = join(root, 'data');
  await mkdir(data);
  for (let i = 0; i < 20; i++) {
    const pixels = Uint8Array.from({ length: 64 }, (_, at) => (at * (i + 3) * 7) % 256);
    await writeFile(join(data, `${i}.png`), await encodePng({ width: 8, height: 8, channels: 1, data: pixels }));
  }
  const size = ['--image-size', '8', '--hidden-size', '16', '--latent-size', '2', '--batch-size', '4', '--device', 'cpu'];
  const runs = [join(root, 'first'), join(root, 'second')];
  for (const [seed, run] of runs.entries()) {
    const often = ['--steps', '120', '--sample-every', '30', '--validate-every', '20', '--seed', String(seed)];
    const { exitCode, stderr } = await runAigc(['train', 'vae', '--data', data, '--out', run, ...size, ...often]);
    if (exitCode !== 0) throw new Error(stderr);
  }
  report = join(root, 'report.html');
  comparison = join(root, 'comparison.html');
  expect((await runAigc(['report', runs[0] as string, '--out', report])).stdout).toContain('report.html');
  expect((await runAigc(['runs', 'compare', ...runs, '--out', comparison])).exitCode).toBe(0);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await rm(root, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** Messages of the console, errors of scripts, and requests that leave the file. */
  readonly complaints: string[];
}

async function open(path: string, { width = 1280, colorScheme = 'light' as 'light' | 'dark' } = {}): Promise<Opened> {
  const context = await (browser as Browser).newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(data:|file:.*\.html$)/.test(request.url())) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(path).href);
  await page.waitForSelector('.plot svg');
  return { page, complaints };
}

const inBrowser = executablePath === undefined ? describe.skip : describe;
if (executablePath === undefined) {
  process.stderr.write('skipped: the report is not looked at, no chromium was found (install it, or set CHROMIUM)\n');
}

inBrowser('a report in a browser', () => {
  test('draws its curves, loads nothing and complains of nothing', async () => {
    const { page, complaints } = await open(report);

    expect(await page.locator('h1').textContent()).toBe('first');
    expect(await page.locator('.chart h3').allTextContents()).toEqual(expect.arrayContaining(['Loss', 'Items per second']));
    // a training and a validation curve
    expect(await page.locator('#chart-0 .line').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('shows other samples where the slider is moved, and plays them', async () => {
    const { page, complaints } = await open(report);
    const picture = page.locator('#samples img');
    const slider = page.locator('#samples input');
    const last = await picture.getAttribute('src');

    await slider.focus();
    await page.keyboard.press('Home');
    expect(await picture.getAttribute('src')).not.toBe(last);
    expect(await picture.getAttribute('alt')).toBe('Samples at step 30');
    expect(await slider.getAttribute('aria-valuetext')).toBe('step 30');
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await page.locator('#samples .play').click();
    await page.waitForFunction(() => document.querySelector('#samples output')?.textContent === 'step 120');
    expect(await picture.getAttribute('src')).toBe(last);
    expect(complaints).toEqual([]);
  });

  test('tells values under the pointer and by keys, and has a logarithmic axis', async () => {
    const { page } = await open(report);
    const chart = page.locator('#chart-0');
    const plot = chart.locator('.plot');
    const step = chart.locator('.readout .step');
    expect(await step.textContent()).toBe('step 120');

    await plot.hover({ position: { x: 60, y: 60 } });
    expect(Number((await step.textContent())?.replace('step ', ''))).toBeLessThan(20);
    expect(await chart.locator('.cursor circle').count()).toBe(2);
    await page.mouse.move(0, 0);
    await plot.focus();
    await page.keyboard.press('Home');
    expect(await step.textContent()).toBe('step 1');
    await page.keyboard.press('ArrowRight');
    expect(await step.textContent()).toBe('step 2');

    const line = () => chart.locator('.line').first().getAttribute('d');
    const before = await line();
    const toggle = chart.locator('.log');
    const wasLogarithmic = await toggle.getAttribute('aria-pressed');
    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).not.toBe(wasLogarithmic);
    expect(await line()).not.toBe(before);
  });

  test.each(['light', 'dark'] as const)('is readable in %s, and after the switch to the other', async (colorScheme) => {
    const { page } = await open(report, { colorScheme });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const first = await ground();

    expect((await lowestContrast(page)).ratio).toBeGreaterThanOrEqual(MIN_CONTRAST);
    await page.locator('#theme').click();
    expect(await ground()).not.toBe(first);
    expect((await lowestContrast(page)).ratio).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });

  test('fits a telephone, as a comparison does', async () => {
    for (const path of [report, comparison]) {
      const { page, complaints } = await open(path, { width: 390 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([overflow, complaints]).toEqual([0, []]);
    }
  });

  test('of two runs moves both sliders together', async () => {
    const { page, complaints } = await open(comparison);

    await page.locator('#samples-0 input').focus();
    await page.keyboard.press('Home');

    expect(await page.locator('.slideshow output').allTextContents()).toEqual(['step 30', 'step 30']);
    expect(await page.locator('#chart-0 .line').count()).toBe(4);
    expect(complaints).toEqual([]);
  });
});
