"""How cards look: JupyterLab's own colours, with fall-backs for places that have none, in light and in dark."""

from __future__ import annotations

CSS = """
.jm-card { border: 1px solid var(--jp-border-color2, #bdbdbd); border-radius: 6px; padding: 0; margin: 4px 0 8px;
  background: var(--jp-layout-color1, Canvas); color: var(--jp-ui-font-color1, CanvasText); max-width: 62rem;
  overflow: hidden; }
.jm-card > *, .jm-card .jm-steps > * { margin: 0; width: auto; }
.jm-card .jm-steps { overflow: visible; }
.jm-card .widget-html, .jm-card .widget-html-content, .jm-card .jupyter-widgets { height: auto; }
.jm-card .widget-html-content { line-height: 1.45; font-size: var(--jp-ui-font-size1, 13px); flex: 1; min-width: 0; }
.jm-card a { color: var(--jp-content-link-color, LinkText); }
.jm-head { padding: 10px 14px 10px; background: var(--jp-layout-color2, rgba(128,128,128,.08));
  border-bottom: 1px solid var(--jp-border-color2, #bdbdbd); }
.jm-line { display: flex; align-items: baseline; gap: 10px; }
.jm-goal { font-weight: 600; font-size: 1.12em; flex: 1; min-width: 0; overflow-wrap: anywhere; }
.jm-state { white-space: nowrap; font-weight: 600; }
.jm-dim, .jm-step .jm-kind { opacity: .72; }
.jm-bar { height: 6px; border-radius: 3px; margin-top: 8px; overflow: hidden;
  background: rgba(128,128,128,.35); }
.jm-bar > div { height: 100%; background: var(--jp-brand-color1, #1976d2); }
.jm-bar.jm-good > div { background: var(--jp-success-color1, #2e7d32); }
.jm-bar.jm-bad > div { background: var(--jp-error-color1, #d32f2f); }
.jm-step { display: grid; grid-template-columns: 1.6em minmax(0, 1fr) auto; column-gap: 8px; padding: 7px 14px;
  border-bottom: 1px solid rgba(128,128,128,.22); }
.jm-step.jm-now { background: var(--jp-layout-color2, rgba(128,128,128,.08));
  box-shadow: inset 3px 0 0 var(--jp-brand-color1, #1976d2); }
.jm-mark { font-weight: 700; text-align: center; } .jm-queued { opacity: .6; }
.jm-title { overflow-wrap: anywhere; }
.jm-risk { white-space: nowrap; text-align: right; font-size: .92em; }
.jm-risk b { font-weight: 600; }
.jm-dot { display: inline-block; width: .62em; height: .62em; border-radius: 50%; margin-right: .4em;
  border: 1px solid var(--jp-ui-font-color2, currentColor); }
.jm-read { background: transparent; }
.jm-contained { background: var(--jp-info-color1, #0288d1); }
.jm-kernel { background: #8e6bd1; }
.jm-external { background: var(--jp-warn-color1, #f57c00); }
.jm-floor, .jm-catastrophic { background: var(--jp-error-color1, #d32f2f); }
.jm-more { grid-column: 2 / 4; font-size: .92em; overflow-wrap: anywhere; }
.jm-more ul { margin: 2px 0 2px 1.1em; padding: 0; }
.jm-card .jm-more pre, .jm-card .jm-live {
  font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 12px);
  line-height: 1.4; white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0; padding: 6px 8px; max-height: 18em;
  overflow: auto; background: var(--jp-layout-color2, rgba(128,128,128,.12)); border-radius: 4px; color: inherit; }
.jm-card .jm-now .jm-more pre { background: var(--jp-layout-color1, Canvas); }
.jm-card .jm-live { margin: 8px 14px; }
.jm-more details, .jm-more summary { display: inline; }
.jm-more details:not([open])::details-content { display: none; }
.jm-more summary { cursor: pointer; opacity: .85; margin-right: .8em; white-space: nowrap; list-style: none; }
.jm-more summary::before { content: "\\25B8\\00A0"; } .jm-more [open] > summary::before { content: "\\25BE\\00A0"; }
.jm-more .jm-name { margin-top: 4px; opacity: .72; }
.jm-more summary:focus-visible { outline: 2px solid var(--jp-brand-color1, #1976d2); }
.jm-good { color: var(--jp-success-color0, #1b5e20); } .jm-bad { color: var(--jp-error-color1, #d32f2f); }
[data-jp-theme-light="false"] .jm-good { color: var(--jp-success-color2, #81c784); }
.jm-card .jm-buttons { padding: 8px 10px; gap: 4px; flex-flow: row wrap; overflow: visible; }
.jm-card .jm-buttons button:focus-visible { outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px; }
.jm-saved .jm-foot { padding-top: 8px; }
.jm-foot { padding: 0 14px 10px; font-size: .92em; overflow-wrap: anywhere; }
.jm-foot:empty { display: none; }
.jm-foot code { font-family: var(--jp-code-font-family, monospace); }
""".strip()
