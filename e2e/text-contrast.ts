/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** The text of a page that is hardest to read. */
export interface Contrast {
  /** 1 (the same colour) to 21. */
  readonly ratio: number;
  readonly text: string;
}

/** Contrast of every visible text with what is behind it; gives the lowest. @see WCAG 2.2, contrast ratio */
export function lowestContrast(page: Page): Promise<Contrast> {
  return page.evaluate(() => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const isClear = (colour: string): boolean => channels(colour)[3] === 0;
    const behind = (element: Element): string => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!isClear(backgroundColor)) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const measured = [...document.querySelectorAll('main *')].flatMap((element) => {
      const text = [...element.childNodes].find((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
      if (text === undefined || element.getClientRects().length === 0) return [];
      const style = getComputedStyle(element);
      const colour = element instanceof SVGElement ? style.fill : style.color;
      const [high, low] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a) as [number, number];
      return [{ ratio: (high + 0.05) / (low + 0.05), text: (text.textContent ?? '').trim() }];
    });
    return measured.reduce((worst, one) => (one.ratio < worst.ratio ? one : worst), { ratio: 21, text: '' });
  });
}
