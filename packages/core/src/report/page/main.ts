/// <reference lib="dom" />
import { mountChart } from './mount-chart.js';
import { mountSlideshow, type Slideshow } from './mount-slideshow.js';
import type { PageData } from './page-data.js';

const data = JSON.parse(document.getElementById('page-data')?.textContent ?? '') as PageData;

for (const chart of data.charts) mountChart(document.getElementById(chart.id) as HTMLElement, chart);

// Slideshows of several runs show the same moment.
const slideshows: Slideshow[] = [];
for (const slideshow of data.slideshows) {
  const figure = document.getElementById(slideshow.id) as HTMLElement;
  const own: Slideshow = mountSlideshow(figure, slideshow, (step) => {
    for (const other of slideshows) if (other !== own) other.show(step);
  });
  slideshows.push(own);
}

const theme = document.getElementById('theme') as HTMLButtonElement;
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = (): boolean => (document.documentElement.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark';
const label = (): void => {
  theme.textContent = isDark() ? 'Light' : 'Dark';
};
theme.hidden = false;
theme.addEventListener('click', () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  label();
});
prefersDark.addEventListener('change', label);
label();
