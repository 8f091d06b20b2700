/// <reference lib="dom" />
import { nearest } from './mount-chart.js';
import type { FrameData, SlideshowData } from './page-data.js';

/** A slideshow that can be sent to a step. */
export interface Slideshow {
  show(step: number): void;
}

/** Brings a slideshow to life in its figure. @param onMove told the step that a person moved to */
export function mountSlideshow(figure: HTMLElement, { frames }: SlideshowData, onMove: (step: number) => void): Slideshow {
  const slider = figure.querySelector<HTMLInputElement>('input') as HTMLInputElement;
  const output = figure.querySelector<HTMLOutputElement>('output') as HTMLOutputElement;
  const play = figure.querySelector<HTMLButtonElement>('.play') as HTMLButtonElement;
  const stage = figure.querySelector<HTMLElement>('.stage') as HTMLElement;
  let timer: ReturnType<typeof setInterval> | undefined;

  const put = (index: number): void => {
    const frame = frames[index] as FrameData;
    slider.value = String(index);
    slider.setAttribute('aria-valuetext', `step ${frame.step}`);
    output.textContent = `step ${frame.step.toLocaleString('en-US')}`;
    showFrame(stage, frame);
  };
  const move = (index: number): void => {
    put(index);
    onMove((frames[index] as FrameData).step);
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = 'Play';
  };

  slider.addEventListener('input', () => {
    stop();
    move(Number(slider.value));
  });
  play.addEventListener('click', () => {
    if (timer !== undefined) return stop();
    play.textContent = 'Stop';
    if (Number(slider.value) === frames.length - 1) move(0);
    timer = setInterval(() => {
      if (Number(slider.value) < frames.length - 1) move(Number(slider.value) + 1);
      else stop();
    }, 300);
  });
  put(frames.length - 1);
  const steps = frames.map((frame) => frame.step);
  return { show: (step) => put(steps.indexOf(nearest(steps, step))) };
}

function showFrame(stage: HTMLElement, { step, source, text }: FrameData): void {
  const image = stage.querySelector('img');
  if (image !== null && source !== undefined) {
    image.src = source;
    image.alt = `Samples at step ${step}`;
    // pixels of small sheets stay sharp where they are enlarged
    image.onload = () => image.classList.toggle('enlarged', image.naturalWidth < image.clientWidth);
  }
  const block = stage.querySelector('pre');
  if (block !== null && text !== undefined) block.textContent = text;
}
