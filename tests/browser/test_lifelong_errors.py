"""How errors go back, in Chromium."""


def test_three_rules_learn_and_a_layer_is_looked_into(visit):
    live = visit("lifelong?part=errors")
    live.press("play")
    live.until("+d.step > 20")
    live.press("play")
    live.until("d.state === 'paused'")
    view = live.page.locator("[data-testid=live]")
    assert "Predictive coding" in view.inner_text() and "neuron 1 of h₁" in view.inner_text()
    canvas = view.locator("[data-panel=messages] canvas").first
    canvas.scroll_into_view_if_needed()
    strips = canvas.bounding_box()
    live.page.mouse.click(strips["x"] + strips["width"] / 2, strips["y"] + 65)
    live.page.wait_for_function("/neuron 3[0-9] of h₁/.test(document.querySelector('[data-testid=live]').innerText)")
