"""The page on spiking networks in Chromium."""


def test_both_learn_and_a_click_chooses_a_digit(visit):
    live = visit("spiking?n_steps=5")
    live.press("play")
    live.until("+d.step >= 40")
    live.press("play")
    live.until("d.state === 'paused'")
    view = live.page.locator("[data-testid=live]")
    assert "nJ" in view.inner_text()
    tiles = view.locator("[data-panel=examples] canvas").first.bounding_box()
    live.page.mouse.click(tiles["x"] + 75, tiles["y"] + 52)
    live.page.wait_for_function("location.search.includes('example=2')")
