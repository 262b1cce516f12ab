// A drawing's canvas in a panel: painted when data arrive, and over it the outline of what the pointer is at.
const module = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url))
const [{ PAINT, outline, trace }, { find, middle, onPlane, row }] = await Promise.all(["paint.js", "hover.js"].map(module))
const HEAD = 30  // px for the title
const FINGER = 6  // px

export class Drawing {
  constructor(parent, tip, clicked) {
    Object.assign(this, { parent, tip, clicked, stores: [], still: new Map() })
    this.title = document.createElement("div")
    this.canvas = document.createElement("canvas")
    this.over = document.createElement("canvas")
    this.title.className = "title"
    this.over.className = "over"
    this.over.hidden = true
    parent.append(this.canvas, this.over, this.title)
    this.ctx = this.canvas.getContext("2d")
    this.font = getComputedStyle(parent).fontFamily
    this.canvas.addEventListener("pointermove", (event) => this.point(event))
    this.canvas.addEventListener("pointerdown", (event) => this.point(event))
    this.canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.leave())
    this.canvas.addEventListener("pointercancel", () => this.leave())
    this.canvas.addEventListener("click", (event) => this.click(event))
    this.elsewhere = (event) => event.target !== this.canvas && this.leave()
    document.addEventListener("pointerdown", this.elsewhere, true)
  }

  remove() {
    document.removeEventListener("pointerdown", this.elsewhere, true)
    this.leave()
    for (const node of [this.canvas, this.over, this.title]) node.remove()
  }

  show(drawing, width, height) {
    if (!this.drawing) requestAnimationFrame(() => document.fonts.ready.then(() => this.paint()))  // once the letters have come
    this.drawing = drawing
    if (this.title.textContent !== drawing.title) this.title.textContent = drawing.title
    const ratio = Math.min(2, devicePixelRatio || 1)
    const size = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.canvas.width !== size[0] || this.canvas.height !== size[1]) {
      for (const canvas of [this.canvas, this.over]) {
        ;[canvas.width, canvas.height] = size
        canvas.style.height = `${height}px`
      }
      this.still.clear()
    }
    const head = drawing.title ? HEAD : 0
    const scale = Math.min(width / drawing.width, (height - head) / drawing.height)
    const left = (width - scale * drawing.width) / 2
    const top = head || (height - scale * drawing.height) / 2
    Object.assign(this, { ratio, scale, left, top, kit: { colours: drawing.colours, font: this.font, pixel: 1 / scale / ratio } })
    this.paint()
    if (this.pointer) this.find()
  }

  ready(ctx) {
    ctx.setTransform(1, 0, 0, 1, 0, 0)
    ctx.clearRect(0, 0, this.canvas.width, this.canvas.height)
    const k = this.scale * this.ratio
    ctx.setTransform(k, 0, 0, k, Math.round(this.left * this.ratio), Math.round(this.top * this.ratio))
  }

  paint() {
    this.ready(this.ctx)
    const { items } = this.drawing
    for (let i = 0; i < items.length; i++) {
      if (!items[i].still) {
        this.item(this.ctx, i)
        continue
      }
      let end = i
      while (items[end + 1]?.still) end++
      this.layer(i, end)
      i = end
    }
  }

  item(ctx, i) {
    const store = (this.stores[i] ??= {})
    PAINT[this.drawing.items[i].kind](ctx, this.drawing.items[i], { ...this.kit, store })
  }

  // Items that stay the same are painted once on a canvas of their own.
  layer(first, last) {
    const key = [this.scale, this.left, this.top, this.kit.colours, ...this.drawing.items.slice(first, last + 1).map((item) => item.still)].join()
    let layer = this.still.get(first)
    if (layer?.key !== key) {
      layer = { key, canvas: layer?.canvas ?? new OffscreenCanvas(this.canvas.width, this.canvas.height) }
      this.still.set(first, layer)
      const ctx = layer.canvas.getContext("2d")
      this.ready(ctx)
      for (let i = first; i <= last; i++) this.item(ctx, i)
    }
    this.ctx.save()
    this.ctx.resetTransform()
    this.ctx.drawImage(layer.canvas, 0, 0)
    this.ctx.restore()
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect()
    return [(event.clientX - box.left - this.left) / this.scale, (event.clientY - box.top - this.top) / this.scale]
  }

  // The place on the plane under the pointer.
  place(event) {
    return onPlane(this.drawing, ...this.at(event))
  }

  // Whether the pointer is on the plane, or anywhere on a drawing that has none.
  inside(event) {
    const { plane } = this.drawing
    const [x, y] = this.at(event)
    return !plane || (x >= plane.x && y >= plane.y && x <= plane.x + plane.width && y <= plane.y + plane.height)
  }

  point(event) {
    this.pointer = { clientX: event.clientX, clientY: event.clientY, slack: event.pointerType === "touch" ? FINGER : 0 }
    this.find()
  }

  find() {
    if (!this.drawing) return
    const found = find(this.drawing, ...this.at(this.pointer), this.pointer.slack / this.scale)
    if (!found) return this.hide()
    this.tip.show(found.words, this.pointer)
    this.found = found
    this.circle(found)
  }

  hide() {
    if (!this.found) return
    this.found = null
    this.over.hidden = true
    this.tip.hide()
  }

  leave() {
    this.pointer = null
    this.hide()
  }

  // The rim of one thing: its shape a little larger, less the shape itself.
  circle({ item, i }) {
    this.over.hidden = item.kind === "images"
    if (this.over.hidden) return
    const ctx = this.over.getContext("2d")
    this.ready(ctx)
    ctx.strokeStyle = this.drawing.outline
    ctx.globalCompositeOperation = "source-over"
    ctx.beginPath()
    if (item.kind === "marks") {
      const [x, y] = middle(item, i)
      const r = Math.max(item.size[i] ?? item.size, item.reach ?? 0) / 2 + 3
      ctx.lineWidth = 2
      if (item.shape === "box") ctx.rect(x - r, y - r, 2 * r, 2 * r)
      else outline(ctx, "circle", x, y, r + 1)
      ctx.stroke()
      return
    }
    trace(ctx, item.ends, 4 * i, item.curved)
    ctx.lineWidth = (item.width[i] ?? item.width) + 4
    ctx.stroke()
    ctx.globalCompositeOperation = "destination-out"
    ctx.lineWidth -= 3
    ctx.stroke()
  }

  click(event) {
    this.point(event)
    if (!this.found?.item.name) return
    const { item, i } = this.found
    const [x, y] = onPlane(this.drawing, ...middle(item, i, ...this.at(event)))
    this.clicked({ trace: item.name, x, y, custom: row(item, i) })
  }
}
