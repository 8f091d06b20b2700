/** The style sheet of a page: colours of both themes as variables, then the parts from top to bottom. */
export const PAGE_STYLE = `
:root {
  color-scheme: light;
  --ground: #f4f5f7; --surface: #ffffff; --text: #14171c; --muted: #565d69; --line: #dde1e7; --grid: #e9ecf0;
  --accent: #2450c8; --good: #11673a; --unclear: #7d5200; --bad: #b3202c;
  --good-tint: #e6f4ec; --unclear-tint: #fbf1dc; --bad-tint: #fdeaea;
  --s0: #2450c8; --s1: #b8480a; --s2: #0b7568; --s3: #a01f9c; --s4: #6b5a00; --s5: #45505f;
}
:root[data-theme='dark'] { color-scheme: dark; DARK }
@media (prefers-color-scheme: dark) { :root:not([data-theme]) { color-scheme: dark; DARK } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 24px 56px; }
h1, h2, h3, p, figure, dl, ul { margin: 0; padding: 0; }
h1 { font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 13px; letter-spacing: 0.06em; text-transform: uppercase; color: var(--muted); font-weight: 650; margin: 40px 0 12px; }
h3 { font-size: 15px; font-weight: 620; }
code, .mono { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button { font: inherit; font-size: 13px; color: var(--text); background: var(--surface); border: 1px solid var(--line); border-radius: 7px; padding: 3px 11px; min-height: 32px; cursor: pointer; }
button:hover { border-color: var(--muted); }
button[aria-pressed='true'] { background: var(--text); color: var(--surface); border-color: var(--text); }
[hidden] { display: none !important; }

.masthead { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between; }
.masthead p { color: var(--muted); margin-top: 4px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; }

.verdict { margin-top: 20px; border-left: 5px solid var(--tone); background: var(--tint); }
.verdict.good { --tone: var(--good); --tint: var(--good-tint); }
.verdict.unclear { --tone: var(--unclear); --tint: var(--unclear-tint); }
.verdict.bad { --tone: var(--bad); --tint: var(--bad-tint); }
.verdict .level { color: var(--tone); font-weight: 700; }
.verdict .summary { font-size: 18px; line-height: 1.4; font-weight: 560; margin-top: 2px; }
.verdict .summary::first-letter, .findings b::first-letter { text-transform: uppercase; }
.findings { list-style: none; margin-top: 12px; display: grid; gap: 8px; }
.findings b { font-weight: 560; display: block; }
.findings span { color: var(--muted); }

.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; margin-top: 16px; }
.facts div { background: var(--surface); padding: 12px 16px; }
.facts dt { color: var(--muted); font-size: 13px; }
.facts dd { margin: 2px 0 0; font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.facts small { display: block; font-size: 13px; font-weight: 400; color: var(--muted); letter-spacing: 0; }

.slideshows { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 16px; align-items: start; }
.slideshow .stage { display: flex; justify-content: center; border-radius: 8px; overflow: hidden; margin: 12px 0; }
.slideshow img { display: block; width: 100%; max-width: 640px; height: auto; }
.slideshow img.enlarged { image-rendering: pixelated; }
.slideshow pre { background: var(--ground); border-radius: 8px; margin: 0; padding: 18px; width: 100%; min-height: 200px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.6 ui-monospace, Menlo, Consolas, monospace; }
.controls { display: flex; gap: 14px; align-items: center; flex-wrap: wrap; }
.controls input { flex: 1 1 96px; min-width: 0; height: 32px; accent-color: var(--accent); }
.controls output { min-width: 92px; text-align: right; font-variant-numeric: tabular-nums; }

.beside { display: grid; gap: 16px; align-content: start; }
.note { color: var(--muted); font-size: 13px; margin: -6px 0 12px; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 16px; }
.chart figcaption { display: flex; justify-content: space-between; align-items: center; gap: 8px; min-height: 32px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; font-size: 13px; color: var(--muted); margin-top: 2px; }
.legend i, .readout i { display: inline-block; width: 14px; height: 3px; border-radius: 2px; background: var(--c); margin-right: 6px; vertical-align: middle; }
.plot { margin: 8px 0 4px; touch-action: pan-y; border-radius: 6px; cursor: crosshair; }
.plot svg { display: block; max-width: 100%; overflow: hidden; }
.readout { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 13px; font-variant-numeric: tabular-nums; min-height: 22px; }
.readout .step { color: var(--muted); }
.readout small { color: var(--muted); font-size: inherit; }
.grid { stroke: var(--grid); }
.tick { fill: var(--muted); font-size: 11.5px; font-variant-numeric: tabular-nums; }
.line { fill: none; stroke: var(--c); stroke-width: 1.8; stroke-linejoin: round; }
.band { fill: var(--c); opacity: 0.2; }
.dot { fill: var(--surface); stroke: var(--c); stroke-width: 1.6; }
.mark { fill: var(--c); stroke: var(--surface); stroke-width: 1.5; }
.cursor line { stroke: var(--muted); stroke-dasharray: 3 3; }
.s0 { --c: var(--s0); } .s1 { --c: var(--s1); } .s2 { --c: var(--s2); } .s3 { --c: var(--s3); } .s4 { --c: var(--s4); } .s5 { --c: var(--s5); }

.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 16px; align-items: start; }
.panels h3 { margin-bottom: 10px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 5px 14px 5px 0; border-top: 1px solid var(--grid); vertical-align: top; overflow-wrap: anywhere; }
thead th, tbody:first-child tr:first-child > * { border-top: 0; }
th { font-weight: 400; color: var(--muted); overflow-wrap: normal; }
tbody th { min-width: 7.5em; }
thead th { font-size: 13px; }
td.number, th.number { text-align: right; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
tr.differs td { font-weight: 620; }
details { margin-top: 12px; } summary { cursor: pointer; color: var(--muted); font-size: 14px; }
.commands { background: var(--ground); border-radius: 8px; padding: 12px 14px; margin-top: 10px; display: grid; gap: 6px; }
footer { margin-top: 40px; color: var(--muted); font-size: 13px; }

@media (max-width: 560px) {
  main { padding: 18px 14px 40px; }
  .card { padding: 14px; }
  h1 { font-size: 23px; }
  .facts { grid-template-columns: repeat(2, 1fr); }
  .facts dd { font-size: 18px; }
  .facts div:last-child:nth-child(odd) { grid-column: 1 / -1; }
  button { min-height: 40px; }
}
@media print { .controls button, .log, #theme { display: none; } body { background: none; } }
`.replaceAll(
  'DARK',
  `
  --ground: #101216; --surface: #181b21; --text: #eceff4; --muted: #a3acba; --line: #2c313a; --grid: #252a32;
  --accent: #8cacff; --good: #6fd39b; --unclear: #f0bf5c; --bad: #ff8f8f;
  --good-tint: #14251c; --unclear-tint: #292113; --bad-tint: #2d1819;
  --s0: #8cacff; --s1: #ffab6b; --s2: #4fd0bf; --s3: #ec93ea; --s4: #d9c45f; --s5: #b6c0cf;
`,
);
