# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "All or nothing"
# summary = "When one task of a group fails, the group cancels the others and reports the error."
# question = "One of three fails: what becomes of the others?"
# part = "One thread, many tasks"
# chapter = 12
# order = 190
# level = "intermediate"
# concepts = ["TaskGroup", "structured concurrency", "cancellation", "ExceptionGroup"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "weather: sunny\nnews: cancelled\nthe group failed: no prices on Sundays\n"
# status = 0
# ///
"""A front page needs weather, prices and news, fetched by three tasks of
one group. The weather arrives. Then the prices fail. A page without
prices is of no use, so there is no point in waiting for the news: the
group cancels what is still running, waits until everybody has cleaned
up, and raises the error where the group was opened.

No task outlives its group. When the `async with` block is over, nothing
of it runs on in the background, and no error has been swallowed.

Watch for
- `weather`: it was done before the failure and keeps its result;
- `news`: it is woken at its `await` by a CancelledError, long before its
  answer could come. It tidies up and passes the error on;
- `main`: it waits at the end of the `async with`, and resumes with an
  ExceptionGroup. `except*` picks the errors it knows;
- the delay of `prices`: 0.05. Now the news arrives first, and there is
  nobody left to cancel.
"""

import asyncio


async def weather():
    await asyncio.sleep(0.01)
    print("weather: sunny")


async def prices():
    await asyncio.sleep(0.02)
    raise ValueError("no prices on Sundays")


async def news():
    try:
        await asyncio.sleep(0.04)
        print("news: all quiet")
    except asyncio.CancelledError:
        print("news: cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(weather(), name="weather")
            group.create_task(prices(), name="prices")
            group.create_task(news(), name="news")
    except* ValueError as errors:
        for error in errors.exceptions:
            print("the group failed:", error)


asyncio.run(main())
