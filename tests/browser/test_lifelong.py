"""The page on lifelong learning in Chromium."""


def test_tasks_are_learned_and_another_part_opens(visit):
    live = visit("lifelong?task_list=points&task_steps=20")
    live.press("play")
    live.until("d.state === 'done'")
    view = live.page.locator("[data-testid=live]")
    assert "4 / 4" in view.inner_text() and live.page.locator("[data-panel^=answers]").count() == 3
    live.page.get_by_role("radio", name="From few examples").click()
    live.page.wait_for_selector("[data-panel=examples] canvas")
    live.until("d.state === 'idle'")
    live.press("step")
    live.until("+d.step === 1")
