// The live view: draws the figures that Python sends, keeps its nodes between frames, and reports what the person does.
const module = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url))
const parts = ["style.js", "message.js", "drawing.js", "tip.js", "pen.js", "drag.js", "words.js"]
const [{ STYLE }, { pull, unpack }, { Drawing }, { Tip }, { Pen }, { Drag, Sliders }, { write }] = await Promise.all(parts.map(module))
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: "reset", scrollZoom: false }
const TALLEST = 480  // px of a panel of text
const ACTS = ["click", "keydown", "pointerup", "change"]
const QUIET = 500  // ms after a click on the page in which the view asks nothing of it
const PLAY = ".st-key-play button"
const views = new WeakMap()

function loadPlotly(url) {
  window.hebbPlotly ??= new Promise((done, fail) => {
    if (window.Plotly) return done(window.Plotly)
    const script = [...document.scripts].find((s) => s.src === url) ?? make("script", document.head, { src: url })
    script.addEventListener("load", () => done(window.Plotly))
    script.addEventListener("error", fail)
  })
  return window.hebbPlotly
}

function make(tag, parent, attributes = {}) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  parent.append(node)
  return node
}

const running = (data) => data?.attributes.state === "running"

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
    this.tip = new Tip(this.root)
    this.panels = new Map()
    this.frame = 0
    this.serial = 0
    this.acted = -QUIET
    this.plotlyUrl = plotlyUrl
    this.scrub.addEventListener("input", () => this.throttled({ kind: "scrub", index: +this.scrub.value }))
    this.scrub.addEventListener("change", () => setTimeout(() => this.refresh(), 150))
    this.choice.addEventListener("change", () => this.send({ kind: "select", unit: this.choice.value }))
    new ResizeObserver(() => this.resized()).observe(this.root)
    const acted = (event) => {
      if (!this.root.isConnected) return ACTS.forEach((kind) => document.removeEventListener(kind, acted, true))
      if (!this.root.contains(event.target)) this.acted = performance.now()
      const pauses = event.type === "click" && running(this.newest) && !this.pausing
      if (pauses && event.target.closest?.(PLAY)) this.pause()
    }
    for (const kind of ACTS) document.addEventListener(kind, acted, true)
    const sliders = new Sliders((event) => (this.root.isConnected ? this.send(event) : sliders.remove()))
  }

  // What the page says after each run of its script; between two runs the view asks the server for the next picture itself.
  update(component) {
    this.trigger = component.setTriggerValue
    const data = unpack(component.data)
    if (data.url !== this.url) this.serial = 0
    this.url = data.url
    this.take(data)
  }

  // Only the newest message counts: what arrives while one is being drawn replaces the one that waits.
  take(data) {
    if (!data || data.url !== this.url) return false
    if (data.refresh) this.refresh()
    if (data.serial <= this.serial) return false
    this.serial = data.serial
    this.waiting = this.newest = data
    if (!this.busy) this.show()
    return true
  }

  // While a picture is drawn, the server already trains for the next one; the first after Play comes at once.
  async show() {
    this.busy = true
    try {
      while (this.waiting) {
        const data = this.waiting
        this.waiting = null
        if (running(data)) this.ask(running(this.data) ? data.wait : 0)
        await new Promise((done) => requestAnimationFrame(done))
        this.draw(data)
      }
    } finally {
      this.busy = false
    }
  }

  // One picture at a time is asked for, while the view is on the page and not about to pause.
  async ask(wait) {
    if (this.asking || this.pausing) return
    const url = this.url
    this.asking = true
    const picture = await pull(url, wait)
    this.asking = false
    const gone = (!picture && url === this.url) || !this.root.isConnected
    if (gone || (this.pausing && running(picture))) return
    if (!this.take(picture) && running(this.newest)) this.ask(0)
  }

  // The page's button is heard here too: the page itself pauses only when its script has run.
  async pause() {
    this.pausing = true
    this.waiting = null
    await this.send({ kind: "pause", serial: this.serial })
    this.pausing = false
    if (running(this.newest)) this.ask(0)
  }

  draw(data) {
    this.data = data
    for (const [id, panel] of this.panels) {
      if (data.panels.some((p) => p.id === id)) continue
      this.clear(panel)
      panel.node.remove()
      this.panels.delete(id)
    }
    data.panels.forEach((panel, i) => this.panel(panel, i))
    for (const [id, figure] of Object.entries(data.figures)) if (this.panels.has(id)) this.plot(this.panels.get(id), figure)
    this.write(data)
  }

  panel({ id, span, height, alt, drag, hover, ink }, place) {
    let panel = this.panels.get(id)
    if (!panel) {
      const node = make("div", this.grid, { class: "panel", "data-panel": id, role: "img" })
      panel = { id, node }
      const at = (event) => this.place(panel, event)
      const inside = (event) => this.inside(panel, event)
      new Pen(node, (event) => inside(event) && at(event), () => this.data.pen === id, (event) => this.send(event))
      const [drags, hovers] = ["drag", "hover"].map((kind) => (event) => panel[kind] && inside(event))
      new Drag(node, at, drags, hovers, () => panel.ink, (event) => this.send({ ...event, panel: id }))
      this.panels.set(id, panel)
    }
    if (this.grid.children[place] !== panel.node) this.grid.insertBefore(panel.node, this.grid.children[place])
    panel.node.style.gridColumn = `span ${span}`
    Object.assign(panel, { drag, hover, ink })
    panel.node.classList.toggle("pen", ink || this.data.pen === id)
    panel.node.classList.toggle("drag", drag && !ink)
    panel.height = height
    if (panel.alt !== alt) panel.node.setAttribute("aria-label", (panel.alt = alt))
  }

  // A figure is text, a drawing, or a chart; charts wait until Plotly has come.
  plot(panel, figure) {
    const width = panel.node.clientWidth
    panel.figure = figure
    if (!width) return
    if (figure.text) {
      if (!panel.words) {
        this.clear(panel)
        panel.words = make("div", panel.node, { class: "words" })
      }
      write(panel.words, figure.text)
      return this.grow(panel, width)
    }
    if (figure.drawing) {
      if (!panel.drawing) {
        this.clear(panel)
        panel.drawing = new Drawing(panel.node, this.tip, (event) => this.click(panel, event))
      }
      return panel.drawing.show(figure.drawing, width, panel.height)
    }
    if (!this.Plotly) return this.load()
    if (!panel.chart) {
      this.clear(panel)
      panel.chart = make("div", panel.node)
    }
    figure.layout.width = width
    figure.layout.height = panel.height
    this.Plotly.react(panel.chart, figure.data, figure.layout, CONFIG)
    if (panel.listens) return
    panel.listens = true
    panel.chart.on("plotly_click", ({ points }) => this.clicked(panel, points))
  }

  // Text that is longer than its panel makes room for itself, up to TALLEST, and keeps it: nothing jumps while numbers change.
  grow(panel, width) {
    if (panel.grownAt !== width) Object.assign(panel, { grownAt: width, grown: panel.height })
    const { style } = panel.words
    style.height = `${panel.grown}px`
    if (panel.words.scrollHeight <= panel.grown) return
    panel.grown = Math.max(panel.grown, Math.min(panel.words.scrollHeight, TALLEST))
    style.height = `${panel.grown}px`
  }

  load() {
    this.loading ??= loadPlotly(this.plotlyUrl).then((Plotly) => {
      this.Plotly = Plotly
      for (const panel of this.panels.values()) if (panel.figure?.data) this.plot(panel, panel.figure)
    })
  }

  clear(panel) {
    if (panel.chart) this.Plotly.purge(panel.chart), panel.chart.remove()
    panel.drawing?.remove()
    panel.words?.remove()
    panel.chart = panel.drawing = panel.words = panel.listens = null
  }

  clicked(panel, points) {
    const point = points.find((p) => p.customdata !== undefined && p.data.name) ?? points[0]
    if (!point) return
    const custom = point.customdata?.length === undefined ? [point.customdata] : Array.from(point.customdata)
    this.click(panel, { trace: point.data.name ?? "", x: +point.x, y: +point.y, custom })
  }

  click(panel, event) {
    if (this.data.pen !== panel.id) this.send({ kind: "click", panel: panel.id, ...event })
  }

  write(data) {
    const { root, scrub, choice } = this
    root.dataset.testid = "live"
    root.setAttribute("aria-label", data.label)
    document.documentElement.lang = data.lang
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

  // What changes the settings goes to the page, what only changes the view goes to the server.
  async send(event) {
    this.sent = performance.now()
    if (event.kind === "draw") this.tell(event)
    else this.take(await pull(this.data.url, 0, event))
  }

  tell(event) {
    if (this.root.isConnected) this.trigger("event", { ...event, id: Math.random() })
  }

  // The page around the view follows. Not at once after a click on the page: Streamlit drops a run that has not yet heard its click for a newer one.
  refresh() {
    clearTimeout(this.refreshing)
    const wait = this.acted + QUIET - performance.now()
    if (wait > 0) this.refreshing = setTimeout(() => this.refresh(), wait)
    else this.tell({ kind: "refresh" })
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
    if (!width || width === this.width || !this.data) return
    this.width = width
    for (const panel of this.panels.values()) if (panel.figure) this.plot(panel, panel.figure)
    clearTimeout(this.resizing)
    this.resizing = setTimeout(() => this.send({ kind: "width", width }), 150)
  }

  place(panel, event) {
    if (panel.drawing) return panel.drawing.place(event)
    const { xaxis, yaxis } = panel.chart._fullLayout
    const box = panel.chart.getBoundingClientRect()
    return [xaxis.p2d(event.clientX - box.left - xaxis._offset), yaxis.p2d(event.clientY - box.top - yaxis._offset)]
  }

  inside(panel, event) {
    if (panel.drawing) return panel.drawing.inside(event)
    if (!panel.chart?._fullLayout?.xaxis) return false
    const { xaxis, yaxis } = panel.chart._fullLayout
    const [x, y] = this.place(panel, event)
    const within = (v, [a, b]) => v >= Math.min(a, b) && v <= Math.max(a, b)
    return within(x, xaxis.range) && within(y, yaxis.range)
  }
}

export default function render(component, plotlyUrl) {
  const parent = component.parentElement
  if (!views.has(parent)) views.set(parent, new View(parent, plotlyUrl))
  views.get(parent).update(component)
}
