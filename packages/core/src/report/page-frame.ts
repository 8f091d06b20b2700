import { AIGC_VERSION } from '../provenance/version.js';
import { html, Markup, scriptJson } from './html.js';
import { inlineScript } from './inline-script.js';
import type { PageData } from './page/page-data.js';
import { PAGE_STYLE } from './page-style.js';

/** The content of a page. */
export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly body: readonly Markup[];
  readonly data: PageData;
}

/** A whole document in one text: style, script and data are inside, and nothing is loaded from anywhere. */
export async function pageDocument({ title, subtitle, body, data }: Page): Promise<string> {
  const script = new Markup(await inlineScript());
  // nothing but what is inside may load: a picture's name or a setting cannot make the page reach out
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>${title} – aigc</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<header class="masthead"><div><h1>${title}</h1><p>${subtitle}</p></div><button id="theme" type="button" aria-label="Switch between light and dark" hidden>Dark</button></header>
${body}
<footer>Made by aigc ${AIGC_VERSION} from the files of the run; this page loads nothing.</footer>
</main>
<script type="application/json" id="page-data">${scriptJson(data)}</script>
<script type="module">${script}</script>
</body>
</html>
`.text;
}
