// The live view: draws the figures that Python sends, keeps its nodes between frames, and reports what the person does.
const STYLE = `
.live{container-type:inline-size;font-family:var(--st-font);color:var(--st-text-color);font-size:14px}
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
.live .dot{position:absolute;width:8px;height:8px;margin:-4px;border-radius:50%;background:var(--st-text-color);opacity:.6;pointer-events:none}
.live :focus-visible{outline:2px solid var(--st-primary-color);outline-offset:2px}
@container (max-width:640px){.live .panel{grid-column:1/-1!important}}`
const TYPES = { f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array }
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: "reset", scrollZoom: false }
const views = new WeakMap()

// A message is the length of its JSON (4 bytes), the JSON, and at the next multiple of 8 its arrays, each named in the
// JSON as {$: [type, offset from the first array, shape]}.
function unpack(bytes) {
  const buffer = bytes.slice().buffer
  const length = new DataView(buffer).getUint32(0, true)
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length))
  const start = Math.ceil((4 + length) / 8) * 8
  return JSON.parse(text, (key, value) => (value && value.$ ? array(buffer, start, ...value.$) : value))
}

function array(buffer, start, type, offset, shape) {
  const n = shape.reduce((a, b) => a * b, 1)
  return nest(new TYPES[type](buffer, start + offset, n), shape)
}

function nest(flat, shape) {
  if (shape.length === 1) return flat
  const size = flat.length / (shape[0] || 1)
  return Array.from({ length: shape[0] }, (_, i) => nest(flat.subarray(i * size, (i + 1) * size), shape.slice(1)))
}

function loadPlotly(url) {
  window.hebbPlotly ??= new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = url
    script.onload = () => done(window.Plotly)
    script.onerror = fail
    document.head.append(script)
  })
  return window.hebbPlotly
}

function make(tag, parent, attributes = {}) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  parent.append(node)
  return node
}

class View {
  constructor(parent, plotlyUrl) {
    make("style", parent).textContent = STYLE
    this.root = make("div", parent, { class: "live", role: "region" })
    this.readout = make("div", this.root, { class: "line", "aria-live": "off" })
    this.tools = make("div", this.root, { class: "line" })
    this.scrub = make("input", this.tools, { type: "range", min: 0, step: 1, class: "scrub" })
    this.choice = make("select", this.tools)
    this.notes = make("div", this.root, { class: "notes", "aria-live": "polite" })
    this.grid = make("div", this.root, { class: "panels" })
    this.panels = new Map()
    this.frame = 0
    this.plotlyUrl = plotlyUrl
    this.scrub.addEventListener("input", () => this.throttled({ kind: "scrub", index: +this.scrub.value }))
    this.choice.addEventListener("change", () => this.send({ kind: "select", unit: this.choice.value }))
    new ResizeObserver(() => this.resized()).observe(this.root)
  }

  // Only the newest message counts: what arrives while a frame is being drawn replaces the one that waits.
  async update(component, bytes) {
    this.trigger = component.setTriggerValue
    this.waiting = bytes
    if (this.busy) return
    this.busy = true
    this.Plotly ??= await loadPlotly(this.plotlyUrl)
    while (this.waiting) {
      await new Promise((next) => requestAnimationFrame(next))
      const data = unpack(this.waiting)
      this.waiting = null
      this.draw(data)
    }
    this.busy = false
  }

  draw(data) {
    this.data = data
    for (const { id, span, height, alt } of data.panels) this.panel(id, span, height, alt)
    for (const [id, panel] of this.panels) {
      if (data.panels.some((p) => p.id === id)) continue
      this.Plotly.purge(panel.plot)
      panel.node.remove()
      this.panels.delete(id)
    }
    for (const [id, figure] of Object.entries(data.figures)) if (this.panels.has(id)) this.plot(this.panels.get(id), figure)
    this.write(data)
  }

  panel(id, span, height, alt) {
    let panel = this.panels.get(id)
    if (!panel) {
      const node = make("div", this.grid, { class: "panel", "data-panel": id, role: "img" })
      panel = { id, node, plot: make("div", node) }
      node.addEventListener("pointerdown", (event) => this.penDown(panel, event), true)
      node.addEventListener("pointermove", (event) => this.penMove(panel, event), true)
      node.addEventListener("pointerup", () => this.penUp(panel))
      this.panels.set(id, panel)
    }
    panel.node.style.gridColumn = `span ${span}`
    panel.node.classList.toggle("pen", this.data.pen === id)
    panel.height = height
    if (panel.alt !== alt) panel.node.setAttribute("aria-label", (panel.alt = alt))
  }

  plot(panel, figure) {
    const width = panel.node.clientWidth
    if (!width) return
    figure.layout.width = width
    figure.layout.height = panel.height
    this.Plotly.react(panel.plot, figure.data, figure.layout, CONFIG)
    panel.figure = figure
    if (panel.listens) return
    panel.listens = true
    panel.plot.on("plotly_click", ({ points }) => this.clicked(panel, points))
  }

  clicked(panel, points) {
    const point = points.find((p) => p.customdata !== undefined && p.data.name) ?? points[0]
    if (!point || this.data.pen === panel.id) return
    const custom = point.customdata?.length === undefined ? [point.customdata] : Array.from(point.customdata)
    this.send({ kind: "click", panel: panel.id, trace: point.data.name ?? "", x: +point.x, y: +point.y, custom })
  }

  write(data) {
    const { root, scrub, choice } = this
    root.dataset.testid = "live"
    root.setAttribute("aria-label", data.label)
    Object.assign(root.dataset, data.attributes)
    root.dataset.frame = ++this.frame
    while (this.readout.children.length > data.readout.length) this.readout.lastChild.remove()
    data.readout.forEach(([label, value], i) => {
      const item = this.readout.children[i] ?? make("span", this.readout, { class: "number" })
      if (!item.firstChild) make("span", item), make("b", item)
      if (item.firstChild.textContent !== label) item.firstChild.textContent = label
      if (item.lastChild.textContent !== value) item.lastChild.textContent = value
    })
    const notes = data.notes.join("\n")
    if (this.notes.textContent !== notes) this.notes.textContent = notes
    scrub.hidden = !data.scrub
    choice.hidden = !data.choices.length
    this.tools.hidden = scrub.hidden && choice.hidden
    if (data.scrub) {
      scrub.setAttribute("aria-label", data.scrub.label)
      scrub.title = data.scrub.label
      scrub.setAttribute("aria-valuetext", data.scrub.text)
      scrub.min = data.scrub.min
      scrub.max = data.scrub.max
      if (document.activeElement !== scrub || !this.dragging()) scrub.value = data.scrub.value
    }
    const key = JSON.stringify(data.choices)
    if (this.choiceKey !== key) {
      this.choiceKey = key
      choice.replaceChildren(...data.choices.map(([value, text]) => new Option(text, value)))
    }
    choice.setAttribute("aria-label", data.choice_label)
    if (choice.value !== data.choice) choice.value = data.choice
  }

  dragging() {
    return this.later || performance.now() - (this.sent ?? -1e4) < 300
  }

  send(event) {
    this.sent = performance.now()
    this.trigger("event", { ...event, id: Math.random() })
  }

  throttled(event) {
    this.last = event
    this.later ??= setTimeout(() => {
      this.later = null
      this.send(this.last)
    }, 60)
  }

  resized() {
    const width = Math.round(this.root.clientWidth)
    if (!width || width === this.width || !this.Plotly) return
    this.width = width
    for (const panel of this.panels.values()) if (panel.figure) this.plot(panel, panel.figure)
    clearTimeout(this.resizing)
    this.resizing = setTimeout(() => this.send({ kind: "width", width }), 150)
  }

  place(panel, event) {
    const { xaxis, yaxis } = panel.plot._fullLayout
    const box = panel.plot.getBoundingClientRect()
    const x = xaxis.p2d(event.clientX - box.left - xaxis._offset)
    const y = yaxis.p2d(event.clientY - box.top - yaxis._offset)
    const inside = x >= xaxis.range[0] && x <= xaxis.range[1] && y >= yaxis.range[0] && y <= yaxis.range[1]
    return inside ? [x, y] : null
  }

  penDown(panel, event) {
    if (this.data.pen !== panel.id || event.button) return
    event.stopPropagation()
    event.preventDefault()
    this.stroke = []
    panel.node.setPointerCapture(event.pointerId)
    this.penMove(panel, event)
  }

  penMove(panel, event) {
    if (!this.stroke) return
    event.stopPropagation()
    const point = this.place(panel, event)
    const before = this.stroke.at(-1)
    if (!point || (before && Math.hypot(point[0] - before[0], point[1] - before[1]) < 0.3)) return
    this.stroke.push(point)
    const box = panel.node.getBoundingClientRect()
    make("div", panel.node, { class: "dot", style: `left:${event.clientX - box.left}px;top:${event.clientY - box.top}px` })
  }

  penUp(panel) {
    if (!this.stroke) return
    if (this.stroke.length) this.send({ kind: "draw", points: this.stroke })
    this.stroke = null
    setTimeout(() => panel.node.querySelectorAll(".dot").forEach((dot) => dot.remove()), 400)
  }
}

export default function render(component, plotlyUrl) {
  const parent = component.parentElement
  if (!views.has(parent)) views.set(parent, new View(parent, plotlyUrl))
  views.get(parent).update(component, component.data)
}
