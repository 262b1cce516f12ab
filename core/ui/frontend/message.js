// A message is the length of its JSON (4 bytes), the JSON, and at the next multiple of 8 its arrays, each named in the
// JSON as {$: [type, offset from the first array, shape]}. Charts get nested arrays, drawings flat ones.
const TYPES = { f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array }

export function unpack(bytes) {
  const buffer = bytes.slice().buffer
  const length = new DataView(buffer).getUint32(0, true)
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length))
  return fill(JSON.parse(text), buffer, Math.ceil((4 + length) / 8) * 8, false)
}

function fill(value, buffer, start, flat) {
  if (value === null || typeof value !== "object") return value
  if (value.$) {
    const [type, offset, shape] = value.$
    const all = new TYPES[type](buffer, start + offset, shape.reduce((a, b) => a * b, 1))
    return flat ? Object.assign(all, { shape }) : nest(all, shape)
  }
  for (const key in value) {
    if (typeof value[key] === "object") value[key] = fill(value[key], buffer, start, flat || key === "drawing")
  }
  return value
}

function nest(all, shape) {
  if (shape.length === 1) return all
  const size = all.length / (shape[0] || 1)
  return Array.from({ length: shape[0] }, (_, i) => nest(all.subarray(i * size, (i + 1) * size), shape.slice(1)))
}

// The run's next picture: after `wait` ms asks the server for it, telling it what the person did, if anything.
// Nothing comes back where the run is gone; where the server is busy or out of reach, it is asked again.
export async function pull(url, wait, event) {
  await new Promise((done) => setTimeout(done, wait))
  try {
    const answer = await fetch(url, event ? { method: "POST", body: JSON.stringify(event) } : {})
    if (answer.ok) return unpack(new Uint8Array(await answer.arrayBuffer()))
    if (event || (answer.status < 500 && answer.status !== 429)) return null
  } catch {
    if (event) return null
  }
  return pull(url, 1000)
}
