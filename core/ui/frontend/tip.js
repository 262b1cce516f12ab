// The words beside the pointer.
export class Tip {
  constructor(root) {
    this.root = root
    this.node = document.createElement("div")
    this.node.className = "tip"
    this.node.setAttribute("role", "tooltip")
    this.node.hidden = true
    root.append(this.node)
  }

  show(words, { clientX, clientY }) {
    if (this.node.textContent !== words) this.node.textContent = words
    this.node.hidden = false
    const box = this.root.getBoundingClientRect()
    const [x, y] = [clientX - box.left, clientY - box.top]
    const room = box.width - this.node.offsetWidth
    this.node.style.left = `${Math.max(0, Math.min(room, x + 14))}px`
    this.node.style.top = `${y - this.node.offsetHeight - 10 > 0 ? y - this.node.offsetHeight - 10 : y + 18}px`
  }

  hide() {
    this.node.hidden = true
  }
}
