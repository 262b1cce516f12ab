"""The imagination page in Chromium."""


def test_digits_form_and_one_walks_in_the_map(visit):
    live = visit("imagination")
    live.press("play")
    live.until("+d.epoch > 0.5 && +d.trainLoss < 35")
    live.press("play")
    live.until("d.state === 'paused'")
    words = live.page.locator("[data-panel=words]")
    before = words.inner_text()
    box = live.page.locator("[data-panel=map] canvas").first.bounding_box()
    live.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    live.page.mouse.down()
    live.page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.3, steps=5)
    live.page.mouse.up()
    live.page.wait_for_function(
        "before => document.querySelector('[data-panel=words]').innerText !== before", arg=before
    )
    assert "z = (0, 0)" in before and "z = (0, 0)" not in words.inner_text()
