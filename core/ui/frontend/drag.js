// The pointer held down on a panel, and the sliders of the sidebar while they are moved: each says where it is as often
// as the server answers. On a panel with `ink` the whole way is told: a list of places, and null before each stroke.
const LONGEST = 300  // places told at a time

// Sends the newest of what happens, one at a time, and all of its `path`; what ends a movement is sent last.
class Newest {
  constructor(send) {
    this.send = send
  }

  async push(event) {
    const path = event.path && [...(this.next?.path ?? []), ...event.path].slice(-LONGEST)
    this.next = { ...event, start: Boolean(event.start || this.next?.start), path }
    await this.flush()
  }

  async end(event) {
    this.last = event
    await this.flush()
  }

  async flush() {
    if (this.sending) return
    this.sending = true
    while (this.next || this.last) {
      const event = this.next ?? this.last
      if (this.next) this.next = null
      else this.last = null
      await this.send(event)
    }
    this.sending = false
  }
}

export class Drag {
  constructor(node, place, wanted, hovers, inks, send) {
    Object.assign(this, { node, place, wanted, hovers, inks, newest: new Newest(send) })
    node.addEventListener("pointerdown", (event) => this.down(event), true)
    node.addEventListener("pointermove", (event) => this.move(event), true)
    for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => this.up())
  }

  down(event) {
    if (event.button || !this.wanted(event)) return
    event.stopPropagation()
    event.preventDefault()
    this.node.setPointerCapture(event.pointerId)
    this.from = this.place(event)
    this.say(event, true)
  }

  move(event) {
    if (this.from) {
      event.stopPropagation()
      this.say(event, false)
    } else if (!event.buttons && this.hovers(event)) {
      const [x, y] = this.place(event)
      this.newest.push({ kind: "hover", x, y })
    }
  }

  say(event, start) {
    const [[x0, y0], [x, y]] = [this.from, this.place(event)]
    this.newest.push({ kind: "drag", x, y, x0, y0, start, path: this.inks() ? this.path(event, start) : undefined })
  }

  path(event, start) {
    const events = start ? [event] : (event.getCoalescedEvents?.() ?? [])
    const places = (events.length ? events : [event]).map((e) => this.place(e).map((v) => +v.toFixed(4)))
    return start ? [null, ...places] : places
  }

  up() {
    if (!this.from) return
    this.from = null
    this.newest.end({ kind: "drop" })
  }
}

// Streamlit reports a slider when it is let go; until then its own input tells where it is.
export class Sliders {
  constructor(send) {
    this.newest = new Newest(send)
    this.watcher = new MutationObserver(() => this.say())
    this.down = (event) => this.watch(event.target.closest?.("[data-testid=stSidebar] [data-testid=stSlider]"))
    this.up = () => this.watcher.disconnect()
    document.addEventListener("pointerdown", this.down, true)
    document.addEventListener("pointerup", this.up, true)
  }

  watch(slider) {
    const inputs = slider?.querySelectorAll("input[type=range]") ?? []
    const key = slider?.closest("[class*=st-key-]")?.className.match(/st-key-(\w+)/)
    if (inputs.length !== 1 || !key) return
    Object.assign(this, { input: inputs[0], name: key[1] })
    this.watcher.observe(this.input, { attributeFilter: ["value"] })
  }

  say() {
    const text = this.input.getAttribute("aria-valuetext")
    this.newest.push({ kind: "set", name: this.name, value: this.input.value, text })
  }

  remove() {
    this.up()
    document.removeEventListener("pointerdown", this.down, true)
    document.removeEventListener("pointerup", this.up, true)
  }
}
