// Text that changes with every picture: blocks of a title and lines; nodes stay, so that a selection survives.
export function write(parent, blocks) {
  keep(parent, "section", blocks.length)
  blocks.forEach(([title, lines], i) => {
    const block = parent.children[i]
    if (!block.firstChild) block.append(document.createElement("h6"), document.createElement("pre"))
    say(block.firstChild, title)
    block.firstChild.hidden = !title
    say(block.lastChild, lines.join("\n"))
  })
}

function keep(parent, tag, n) {
  while (parent.children.length > n) parent.lastChild.remove()
  while (parent.children.length < n) parent.append(document.createElement(tag))
}

function say(node, text) {
  if (node.textContent !== text) node.textContent = text
}
