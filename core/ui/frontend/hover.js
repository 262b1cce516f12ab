// What of a drawing lies under the pointer, and what is to be said about it.
const NEAR = 5  // px from a line
const ORDER = ["marks", "links", "images"]

// The topmost thing at x, y, as {item, i, words}, or null; `slack` makes marks larger, for fingers.
export function find(drawing, x, y, slack) {
  for (const kind of ORDER) {
    for (let k = drawing.items.length - 1; k >= 0; k--) {
      const item = drawing.items[k]
      if (item.kind !== kind || !item.hover) continue
      const i = FIND[kind](item, x, y, slack)
      if (i >= 0) return { item, i, words: tell(drawing, item, i, x, y) }
    }
  }
  return null
}

const FIND = {
  marks({ xy, unit = 1, size, reach = 0 }, x, y, slack) {
    let best = -1
    let least = Infinity
    for (let i = 0; i < xy.length / 2; i++) {
      const away = Math.max(Math.abs(xy[2 * i] * unit - x), Math.abs(xy[2 * i + 1] * unit - y))
      if (away > Math.max(size[i] ?? size, reach) / 2 + slack || away >= least) continue
      best = i
      least = away
    }
    return best
  },
  links({ ends, width, curved }, x, y, slack) {
    let best = -1
    let least = Infinity
    for (let i = 0; i < ends.length / 4; i++) {
      const [x0, y0, x1, y1] = [ends[4 * i], ends[4 * i + 1], ends[4 * i + 2], ends[4 * i + 3]]
      const away = curved ? fromCurve(x, y, x0, y0, x1, y1) : fromLine(x, y, x0, y0, x1, y1)
      if (away > Math.max(NEAR, (width[i] ?? width) / 2) + slack || away >= least) continue
      best = i
      least = away
    }
    return best
  },
  images({ at }, x, y) {
    for (let i = 0; i < at.shape[0]; i++) {
      const [left, top, width, height] = rectangle(at, i)
      if (x >= left && y >= top && x <= left + width && y <= top + height) return i
    }
    return -1
  },
}

// Left, top, width and height of an image; a square says its side only.
function rectangle(at, i) {
  const [left, top, width, height = width] = at.subarray(i * at.shape[1], (i + 1) * at.shape[1])
  return [left, top, width, height]
}

// Distances in px to the S-shaped link and to the straight one.
function fromCurve(x, y, x0, y0, x1, y1) {
  const t = (x - x0) / (x1 - x0)
  if (!(t >= 0 && t <= 1)) return Infinity
  const slope = ((y1 - y0) * 6 * t * (1 - t)) / (x1 - x0)
  return Math.abs(y - y0 - (y1 - y0) * t * t * (3 - 2 * t)) / Math.sqrt(1 + slope * slope)
}

function fromLine(x, y, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy)
}

export function row({ data }, i) {
  const n = data ? data.shape[1] : 0
  return n ? Array.from(data.subarray(i * n, (i + 1) * n)) : []
}

// Where on the plane a place in px lies; the place itself where there is no plane.
export function onPlane({ plane }, x, y) {
  if (!plane) return [x, y]
  const { x_range: [left, right], y_range: [low, high] } = plane
  return [left + ((x - plane.x) / plane.width) * (right - left), high - ((y - plane.y) / plane.height) * (high - low)]
}

// Where a mark stands; anything else is where the pointer is.
export function middle({ xy, unit = 1, kind }, i, x, y) {
  return kind === "marks" ? [xy[2 * i] * unit, xy[2 * i + 1] * unit] : [x, y]
}

function pixel({ pixels, at, inset = 0, values, scale, limit, classes }, i, x, y) {
  const [, rows, columns] = pixels.shape
  const [left, top, width, height] = rectangle(at, i)
  const index = (share, n) => Math.max(0, Math.min(n - 1, Math.floor(inset + share * (n - 2 * inset))))
  const row = rows - 1 - index((y - top) / height, rows)
  const k = (i * rows + row) * columns + index((x - left) / width, columns)
  const value = values ? (values[k] === -32768 ? NaN : values[k] * scale) : (pixels[k] / 127.5 - 1) * limit
  return { v: values ? precise(value) : minus(+value.toPrecision(2)), p: minus(Math.round(100 * value)), c: classes?.[k] }
}

function tell(drawing, item, i, x, y) {
  const data = row(item, i)
  const [px, py] = onPlane(drawing, ...middle(item, i, x, y))
  const named = { x: minus(px.toFixed(2)), y: minus(py.toFixed(2)), ...(item.kind === "images" && pixel(item, i, x, y)) }
  const field = (_, kind, key) => {
    if (key === "") return named[kind] ?? ""
    const value = data[key]
    return kind === "n" ? drawing.names[value] : kind === "i" ? minus(Math.round(value)) : precise(value)
  }
  return item.hover.map((line) => line.replace(/\{([a-z]?)(\d*)\}/g, field)).join("\n")
}

const minus = (number) => String(number).replaceAll("-", "−")
const precise = (value) => minus(value === 0 ? "0" : value.toPrecision(4))
