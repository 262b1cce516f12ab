"""The inference page in Chromium."""


def test_an_order_is_worked_out_and_a_square_is_looked_into(visit):
    live = visit("inference")
    live.press("play")
    live.until("+d.trainLoss < 0.01 && d.testLoss !== ''")
    live.press("play")
    live.until("d.state === 'paused'")
    readout = live.page.locator("[data-testid=live]").inner_text()
    assert "right, not told" in readout
    choice = live.page.locator("[data-testid=live] select")
    before = choice.input_value()
    grid = live.page.locator("[data-testid=live] canvas").first.bounding_box()
    live.page.mouse.click(grid["x"] + grid["width"] * 0.55, grid["y"] + grid["height"] * 0.2)
    live.page.wait_for_function(
        "before => document.querySelector('[data-testid=live] select').value !== before", arg=before
    )
    assert "never told" in live.page.locator("[data-testid=live]").inner_text()
