// Paints the items of a drawing; core/figures/drawing.py says what they hold.
const at = (value, i) => (value?.length === undefined ? value : value[i])
const TURN = 2 * Math.PI

function corners(n, radius, start = 0) {
  return Array.from({ length: n }, (_, i) => {
    const angle = TURN * (i / n + start)
    const r = radius.length ? radius[i % radius.length] : radius
    return [r * Math.sin(angle), -r * Math.cos(angle)]
  })
}

function cross(arm, half, start) {
  const angle = Math.atan2(half, arm) / TURN
  const tip = Math.hypot(arm, half)
  return [0, 1, 2, 3].flatMap((k) => {
    const q = k / 4 + start
    return [corners(1, tip, q - angle), corners(1, tip, q + angle), corners(1, half * Math.SQRT2, q + 0.125)].flat()
  })
}

const SHAPES = {  // for a circle of radius 1, equally heavy
  square: corners(4, 1.28, 0.125),
  "triangle-up": corners(3, 1.45),
  cross: cross(1.3, 0.48, 0),
  diamond: corners(4, 1.4),
  x: cross(1.3, 0.48, 0.125),
  star: corners(10, [1.6, 0.75]),
  hexagon: corners(6, 1.2),
}

export const PAINT = { links, images, marks, areas, words }

// A rectangle from left, top with its sides on whole pixels, so that maps and their frames are sharp and meet.
function box(left, top, width, height, pixel) {
  const [x, y] = [Math.round(left / pixel) * pixel, Math.round(top / pixel) * pixel]
  return [x, y, Math.round((left + width) / pixel) * pixel - x, Math.round((top + height) / pixel) * pixel - y]
}

// Lines of one colour and, to a quarter of a pixel, one width are one stroke.
function links(ctx, { ends, width, colour, curved }, { colours }) {
  const groups = new Map()
  for (let i = 0; i < ends.length / 4; i++) {
    const key = at(colour, i) * 1000 + Math.round(at(width, i) * 4)
    if (groups.has(key)) groups.get(key).push(4 * i)
    else groups.set(key, [4 * i])
  }
  for (const key of [...groups.keys()].sort((a, b) => a - b)) {
    const wide = (key % 1000) / 4
    if (!wide) continue
    ctx.strokeStyle = colours[Math.floor(key / 1000)]
    ctx.lineWidth = wide
    ctx.beginPath()
    for (const i of groups.get(key)) trace(ctx, ends, i, curved)
    ctx.stroke()
  }
}

export function trace(ctx, ends, i, curved) {
  const [x0, y0, x1, y1] = [ends[i], ends[i + 1], ends[i + 2], ends[i + 3]]
  ctx.moveTo(x0, y0)
  if (curved) ctx.bezierCurveTo((2 * x0 + x1) / 3, y0, (x0 + 2 * x1) / 3, y1, x1, y1)  // y eased: 3 t² − 2 t³
  else ctx.lineTo(x1, y1)
}

// All pixels go to one hidden canvas, which the item's place in the list keeps from frame to frame.
function images(ctx, item, { store, pixel }) {
  const [n, rows, columns] = item.pixels.shape
  if (!n) return
  const across = Math.ceil(Math.sqrt(n))
  const wide = across * columns
  const high = Math.ceil(n / across) * rows
  if (store.canvas?.width !== wide || store.canvas.height !== high) {
    store.canvas = new OffscreenCanvas(wide, high)
    store.ctx = store.canvas.getContext("2d")
    store.data = store.ctx.createImageData(wide, high)
    store.words = new Uint32Array(store.data.data.buffer)
  }
  const { palette, pixels, at: places, inset = 0 } = item
  const colour = new Uint32Array(256)
  const packed = (bytes, i) => ((255 << 24) | (bytes[i + 2] << 16) | (bytes[i + 1] << 8) | bytes[i]) >>> 0
  for (let i = 0; i < (palette?.length ?? 0) / 3; i++) colour[i] = packed(palette, 3 * i)
  let from = 0
  for (let k = 0; k < n; k++) {
    for (let row = rows - 1; row >= 0; row--) {
      const start = (Math.floor(k / across) * rows + row) * wide + (k % across) * columns
      for (let i = start; i < start + columns; i++, from++) store.words[i] = palette ? colour[pixels[from]] : packed(pixels, 3 * from)
    }
  }
  store.ctx.putImageData(store.data, 0, 0)
  ctx.imageSmoothingEnabled = item.smooth
  const step = places.shape[1]
  for (let k = 0; k < n; k++) {
    const left = (k % across) * columns + inset
    const top = Math.floor(k / across) * rows + inset
    const [x, y, width, height = width] = places.subarray(step * k, step * (k + 1))
    ctx.drawImage(store.canvas, left, top, columns - 2 * inset, rows - 2 * inset, ...box(x, y, width, height, pixel))
  }
}

function marks(ctx, item, { colours, pixel }) {
  const { xy, unit = 1, shape, size, fill, stroke } = item
  ctx.lineWidth = item.line ?? 1
  for (let i = 0; i < xy.length / 2; i++) {
    const x = xy[2 * i] * unit
    const y = xy[2 * i + 1] * unit
    const r = at(size, i) / 2
    if (fill !== undefined) ctx.fillStyle = colours[at(fill, i)]
    if (stroke !== undefined) ctx.strokeStyle = colours[at(stroke, i)]
    if (shape === "box") {
      const [left, top, wide, high] = box(x - r, y - r, 2 * r, 2 * r, pixel)
      if (fill !== undefined) ctx.fillRect(x - r, y - r, 2 * r, 2 * r)
      if (stroke !== undefined) ctx.strokeRect(left + pixel / 2, top + pixel / 2, wide - pixel, high - pixel)
      continue
    }
    ctx.beginPath()
    outline(ctx, shape, x, y, r)
    if (fill !== undefined) ctx.fill()
    if (stroke !== undefined) ctx.stroke()
  }
}

function areas(ctx, { corners, fill, line }, { colours }) {
  ctx.lineWidth = line
  ctx.lineJoin = "round"
  for (let i = 0, k = 0; i < corners.length / 8; i++) {
    ctx.fillStyle = ctx.strokeStyle = colours[at(fill, i)]
    ctx.beginPath()
    ctx.moveTo(corners[k++], corners[k++])
    while (k < 8 * i + 8) ctx.lineTo(corners[k++], corners[k++])
    ctx.closePath()
    ctx.fill()
    if (line) ctx.stroke()
  }
}

export function outline(ctx, shape, x, y, r) {
  if (shape === "circle") return ctx.arc(x, y, r, 0, TURN)
  if (shape === "strike") {
    for (const s of [-1, 1]) ctx.moveTo(x - r, y - s * r), ctx.lineTo(x + r, y + s * r)
    return
  }
  for (const [dx, dy] of SHAPES[shape]) ctx.lineTo(x + r * dx, y + r * dy)
  ctx.closePath()
}

function words(ctx, { xy, text, align, size, colour, angle, halo }, { colours, font }) {
  ctx.font = `${size}px ${font}`
  ctx.textAlign = align
  ctx.textBaseline = "middle"
  ctx.fillStyle = colours[colour]
  if (halo !== undefined) {
    ctx.strokeStyle = colours[halo]
    ctx.lineWidth = 3
    ctx.lineJoin = "round"
  }
  text.forEach((word, i) => {
    if (halo !== undefined && !angle) ctx.strokeText(word, xy[2 * i], xy[2 * i + 1])
    if (!angle) return ctx.fillText(word, xy[2 * i], xy[2 * i + 1])
    ctx.save()
    ctx.translate(xy[2 * i], xy[2 * i + 1])
    ctx.rotate((angle * Math.PI) / 180)
    ctx.fillText(word, 0, 0)
    ctx.restore()
  })
}
