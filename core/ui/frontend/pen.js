// The pen: draws points on the plane of a panel and sends each stroke.
const STEP = 0.3  // on the plane, between two points of a stroke

export class Pen {
  constructor(node, place, wanted, send) {
    Object.assign(this, { node, place, wanted, send })
    node.addEventListener("pointerdown", (event) => this.down(event), true)
    node.addEventListener("pointermove", (event) => this.move(event), true)
    node.addEventListener("pointerup", () => this.up())
  }

  down(event) {
    if (!this.wanted() || event.button) return
    event.stopPropagation()
    event.preventDefault()
    this.stroke = []
    this.node.setPointerCapture(event.pointerId)
    this.move(event)
  }

  move(event) {
    if (!this.stroke) return
    event.stopPropagation()
    const point = this.place(event)
    const before = this.stroke.at(-1)
    if (!point || (before && Math.hypot(point[0] - before[0], point[1] - before[1]) < STEP)) return
    this.stroke.push(point)
    const box = this.node.getBoundingClientRect()
    const dot = document.createElement("div")
    dot.className = "dot"
    dot.style.left = `${event.clientX - box.left}px`
    dot.style.top = `${event.clientY - box.top}px`
    this.node.append(dot)
  }

  up() {
    if (!this.stroke) return
    if (this.stroke.length) this.send({ kind: "draw", points: this.stroke })
    this.stroke = null
    setTimeout(() => this.node.querySelectorAll(".dot").forEach((dot) => dot.remove()), 400)
  }
}
