// How the live view looks; the colours are those of the page's theme.
export const STYLE = `
.live{position:relative;container-type:inline-size;font-family:var(--st-font);color:var(--st-text-color);font-size:14px}
.live .line{display:flex;flex-wrap:wrap;align-items:center;gap:4px 18px;min-height:28px;margin-bottom:4px}
.live .number{white-space:nowrap}
.live .number b{font-variant-numeric:tabular-nums;font-weight:600;display:inline-block;min-width:3.2em}
.live .number span{opacity:.75;margin-right:5px}
.live input[type=range]{flex:1 1 160px;min-width:120px;accent-color:var(--st-primary-color)}
.live select{background:var(--st-secondary-background-color);color:inherit;border:1px solid var(--st-border-color);
  border-radius:6px;padding:3px 6px;font:inherit;max-width:100%}
.live .notes{white-space:pre-line;min-height:1.5em;font-size:13px;opacity:.85}
.live .panels{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:8px 12px}
.live .panel{position:relative;min-width:0}
.live .panel.pen{touch-action:none;cursor:crosshair}
.live .panel.pen .nsewdrag{cursor:crosshair!important}
.live .panel.drag{touch-action:none;cursor:grab}
.live .panel.drag:active{cursor:grabbing}
.live .words{overflow:auto;scrollbar-width:thin}
.live .words h6{margin:2px 0;padding:0;font-size:14px;font-weight:400}
.live .words pre{margin:0 0 8px;font-size:13px;line-height:1.5;white-space:pre-wrap;font-variant-numeric:tabular-nums;font-family:var(--st-code-font),"Noto Sans Mono CJK SC",monospace}
.live canvas{display:block;width:100%}
.live .title{position:absolute;left:44px;top:2px;font-size:14px;line-height:20px;pointer-events:none}
.live .over{position:absolute;left:0;top:0;pointer-events:none}
.live [hidden]{display:none}
.live .tip{position:absolute;z-index:9;width:max-content;max-width:280px;padding:3px 8px;white-space:pre-line;pointer-events:none;font-size:13px;
  line-height:1.4;border-radius:6px;border:1px solid var(--st-border-color);background:var(--st-background-color);color:var(--st-text-color)}
.live .dot{position:absolute;width:8px;height:8px;margin:-4px;border-radius:50%;background:var(--st-text-color);opacity:.6;pointer-events:none}
.live :focus-visible{outline:2px solid var(--st-primary-color);outline-offset:2px}
@container (max-width:640px){.live .panel{grid-column:1/-1!important}}`
