"""The page on brain and network in Chromium."""


def test_neurons_are_taken_away_from_a_network_that_reads(visit):
    live = visit("compare?machine=own")
    live.press("play")
    live.until("+d.epoch > 1")
    live.press("play")
    live.until("d.state === 'paused'")
    view = live.page.locator("[data-testid=live]")
    assert "64 / 64" in view.inner_text()
    assert live.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=live] .gtitle')].every(
            (title) => title.getBoundingClientRect().right <= title.closest('.panel').getBoundingClientRect().right)"""
    )
    tiles = view.locator("[data-panel=units] canvas").first.bounding_box()
    live.page.mouse.click(tiles["x"] + 24, tiles["y"] + 52)
    live.page.wait_for_function("document.querySelector('[data-testid=live]').innerText.includes('63 / 64')")
