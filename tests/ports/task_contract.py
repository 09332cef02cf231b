"""What every platform's store of tasks does: a part of `tests.ports.contract`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from linkepix.errors import StorageFullError, TaskChangedError
from linkepix.model.batch import Batch, BatchRow
from linkepix.model.pace import BY_VISITOR, QUEUE, Bucket, Pace
from linkepix.model.prospect import Prospect
from linkepix.model.search import words_of
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, REFUSED, RUNNING, UNKNOWN, Attempt, Task
from tests.ports.library_contract import LARGE, UNICODE, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkepix.composition import Platform
    from linkepix.model.task import State

    type Open = Callable[[], Platform]

DAY = "2026-11-2{}T09:00:00+00:00"


def task(task_id: str, day: int = 0, state: State = QUEUED, **rest: Any) -> Task:  # noqa: ANN401 - any field's
    return Task(task_id, DAY.format(day), "picture", "openai", "card", "{}", state, **rest)


FULL_TASK = Task(
    "full",
    DAY.format(1),
    "message",
    "gemini",
    "card-7",
    f'{{"prompt": "{UNICODE[:3]}"}}',
    UNKNOWN,
    UNICODE,
    batch="b1",
    row=12,
    priority=3,
    not_before=DAY.format(2),
    attempts=(
        Attempt(1, DAY.format(1), is_paid=True, ended=DAY.format(1), billed="no"),
        Attempt(2, DAY.format(2), is_paid=True, reference="job-7", ended=DAY.format(3), billed="unknown", cost_usd=0.5),
    ),
    crashes=1,
    progress=0.25,
    error="cut-off",
    finished=DAY.format(4),
    kept_until=DAY.format(9),
    revision=7,
)


def ids(tasks: Iterable[Task]) -> list[str]:
    return [one.id for one in tasks]


async def check_a_task_comes_back_as_it_was(open_platform: Open) -> None:
    await open_platform().tasks.add_tasks([FULL_TASK, task("other")])
    tasks = open_platform().tasks
    same(await tasks.task("full"), FULL_TASK)
    same(await tasks.task("nothing"), None)


async def check_a_task_is_changed_by_who_has_seen_it_last(open_platform: Open) -> None:
    await open_platform().tasks.add_tasks([task("a")])
    first, second = open_platform().tasks, open_platform().tasks
    await first.change_task(task("a", state=RUNNING, revision=1), 0)
    for late in (task("a", state=FAILED, revision=1), task("gone", revision=1)):
        try:
            await second.change_task(late, 0)
        except TaskChangedError as error:
            same(error.state, RUNNING if late.id == "a" else "")
        else:
            raise AssertionError(f"{late.id} was overwritten")
    same(await first.task("a"), task("a", state=RUNNING, revision=1))
    same(await first.task("gone"), None)
    await second.change_task(task("a", state=DONE, revision=2), 1)
    same(await first.task("a"), task("a", state=DONE, revision=2))


async def check_tasks_are_newest_first_and_are_counted(open_platform: Open) -> None:
    tasks = open_platform().tasks
    await tasks.add_tasks([task("b", 1), task("c", 3, DONE), task("a", 2, DONE), task("z", 2)])
    page = await tasks.task_page((), (), 0, 9)
    same((ids(page.items), page.found, dict(page.counts)), (["c", "a", "z", "b"], 4, {QUEUED: 2, DONE: 2}))
    page = await tasks.task_page((), (), 1, 2)
    same((ids(page.items), page.found), (["a", "z"], 4))
    page = await tasks.task_page((), {DONE, QUEUED}, 1, 2)
    same((ids(page.items), page.found), (["a", "z"], 4))
    page = await tasks.task_page((), {DONE, FAILED}, 0, 9)
    same((ids(page.items), page.found, dict(page.counts)), (["c", "a"], 2, {QUEUED: 2, DONE: 2}))


async def check_tasks_are_found_by_the_words_of_their_title(open_platform: Open) -> None:
    tasks = open_platform().tasks
    await tasks.add_tasks([task("a", title="Zoë Example"), task("b", 1, title="Bo Sample"), task("c", 2, DONE)])
    same(ids((await tasks.task_page(words_of("ZOE ex"), (), 0, 9)).items), ["a"])
    same((await tasks.task_page(words_of("zoe"), [DONE], 0, 9)).found, 0)
    await tasks.change_task(task("b", 1, title="Zoë Sample", revision=1), 0)
    same(ids((await tasks.task_page(words_of("zoe"), [QUEUED], 0, 9)).items), ["b", "a"])


async def check_the_next_tasks_are_those_that_need_not_wait(open_platform: Open) -> None:
    tasks = open_platform().tasks
    await tasks.add_tasks(
        [
            task("late", 3),
            task("early", 1),
            task("urgent", 4, priority=1),
            task("waits", 1, not_before=DAY.format(6)),
            task("runs", 1, RUNNING, owner="tab"),
        ]
    )
    same(ids(await tasks.next_tasks(DAY.format(5), 9)), ["urgent", "early", "late"])
    same(ids(await tasks.next_tasks(DAY.format(6), 2)), ["urgent", "early"])
    same(ids(await tasks.next_tasks(DAY.format(6), 9)), ["urgent", "early", "waits", "late"])
    same(ids(await tasks.running_tasks()), ["runs"])
    await tasks.change_task(task("runs", 1, QUEUED, revision=1), 0)
    same(await tasks.running_tasks(), [])
    same(ids(await tasks.next_tasks(DAY.format(5), 9)), ["urgent", "early", "runs", "late"])


async def check_expired_tasks_are_named_and_deleted_for_good(open_platform: Open) -> None:
    tasks = open_platform().tasks
    await tasks.add_tasks(
        [
            task("old", state=DONE, kept_until=DAY.format(3)),
            task("new", state=DONE, kept_until=DAY.format(5)),
            task("for-ever", state=DONE),
            task("waits", kept_until=DAY.format(3)),
            task("runs", state=RUNNING, kept_until=DAY.format(3)),
        ]
    )
    ended: tuple[State, ...] = REFUSED, FAILED, CANCELLED, UNKNOWN
    for number, state in enumerate(ended):
        await tasks.add_tasks([task(f"new-{number}", state=state, kept_until=DAY.format(4))])
    same(await tasks.expired_tasks(DAY.format(2)), [])
    same(await tasks.expired_tasks(DAY.format(3)), ["old"])
    await tasks.delete_tasks(["old", "nothing"])
    tasks = open_platform().tasks
    same(await tasks.task("old"), None)
    same((await tasks.task_page((), (), 0, 9)).found, 8)
    same(sorted(await tasks.expired_tasks(DAY.format(4))), ["new-0", "new-1", "new-2", "new-3"])


async def check_many_tasks_that_wait_hide_none_that_needs_not(open_platform: Open) -> None:
    tasks = open_platform().tasks
    await tasks.add_tasks([task(f"waits-{number}", 1, not_before=DAY.format(6)) for number in range(450)])
    await tasks.add_tasks([task("due", 2)])
    same(ids(await tasks.next_tasks(DAY.format(5), 3)), ["due"])
    same(len(await tasks.next_tasks(DAY.format(6), 460)), 451)


async def check_tasks_are_changed_together_where_nobody_was_faster(open_platform: Open) -> None:
    tasks = open_platform().tasks
    await tasks.add_tasks([task("a"), task("b", revision=1)])
    changes = [(task(one, state=FAILED, revision=1), 0) for one in ("a", "b", "gone")]
    same(await tasks.change_tasks(changes), ["b", "gone"])
    same([(await tasks.task("a")) == changes[0][0], await tasks.task("b")], [True, task("b", revision=1)])
    same(dict((await tasks.task_page((), (), 0, 9)).counts), {QUEUED: 1, FAILED: 1})


def in_batch(task_id: str, row: int, state: State = QUEUED) -> Task:
    return task(task_id, batch="b1", row=row, state=state)


async def check_tasks_of_a_batch_are_in_the_order_of_its_rows(open_platform: Open) -> None:
    tasks = open_platform().tasks
    in_order = [in_batch("d", 1, DONE), in_batch("e", 1), in_batch("c", 2), in_batch("a", 10)]
    await tasks.add_tasks([*reversed(in_order), task("other", batch="b2", row=2), task("none")])
    same(ids(await tasks.batch_tasks("b1", 1, 10)), ["d", "e", "c", "a"])
    same(ids(await tasks.batch_tasks("b1", 2, 9)), ["c"])
    same(dict(await tasks.batch_counts("b1")), {QUEUED: 3, DONE: 1})
    same(dict(await tasks.batch_counts("nothing")), {})
    same(ids(await tasks.next_tasks(DAY.format(9), 3)), ["none", "e", "c"])


async def check_what_was_spent_is_counted_from_a_time_on(open_platform: Open) -> None:
    tasks = open_platform().tasks
    paid = Attempt(1, DAY.format(1), is_paid=True, ended=DAY.format(1), billed="yes", cost_usd=0.25)
    await tasks.add_tasks(
        [task(f"t{day}", state=DONE, attempts=(paid, paid), finished=DAY.format(day)) for day in (2, 4, 6)]
    )
    await tasks.add_tasks([task("waits", attempts=(paid,))])
    same(await tasks.spent_since(DAY.format(4)), 1.0)


async def check_a_batch_is_stored_with_its_tasks(open_platform: Open) -> None:
    batches = open_platform().batches
    rows = BatchRow(1, Prospect(UNICODE), "card", others=(UNICODE, "=1+1")), BatchRow(2)
    first = Batch("b1", DAY.format(1), UNICODE, columns=("Name", UNICODE), cards=2)
    await batches.save_batch(first, rows)
    await batches.save_batch(Batch("b2", DAY.format(2)), ())
    await open_platform().tasks.add_tasks([in_batch("a", 1)], replace(first, state="running"))
    batches = open_platform().batches
    same(await batches.batch("b1"), replace(first, state="running"))
    same(await batches.batch_rows("b1"), rows)
    same([batch.id for batch in await batches.batches()], ["b2", "b1"])
    await batches.delete_batches(["b1", "nothing"])
    same((await batches.batch("b1"), await batches.batch_rows("b1")), (None, ()))


async def check_full_tasks_that_do_not_fit_are_not_there(open_platform: Open) -> None:
    tasks = open_platform().tasks
    try:
        await tasks.add_tasks([task("small"), replace(task("large"), job="x" * LARGE)])
    except StorageFullError:
        same((await tasks.task_page((), (), 0, 9)).found, 0)
        return
    raise AssertionError("tasks were taken that do not fit")


FULL_PACE = Pace(
    "openai-0f3a",
    "openai",
    Bucket(1.5, 1_800_000_000.25, 5.0, 3, 1_800_000_020.5),
    Bucket(4.0, 1_800_000_001.0, 60.0),
    failures=10,
    paused="billing",
)


async def check_a_pace_comes_back_as_it_was_and_is_replaced_by_its_id(open_platform: Open) -> None:
    paces = open_platform().paces
    same(await paces.paces(), [])
    await paces.put_pace(Pace(QUEUE, paused=BY_VISITOR))
    await paces.put_pace(replace(FULL_PACE, failures=1))
    await open_platform().paces.put_pace(FULL_PACE)
    same(await open_platform().paces.paces(), [FULL_PACE, Pace(QUEUE, paused=BY_VISITOR)])


async def check_one_program_at_a_time_has_the_queue(open_platform: Open) -> None:
    """And keeps it: to hold it once more is no wait."""
    lock = open_platform().queue_lock
    await lock.hold()
    same((lock.is_held, await lock.is_taken()), (True, True))
    await lock.hold()


async def check_news_can_be_told_with_nobody_there_to_hear(open_platform: Open) -> None:
    news = open_platform().news
    news.tell("changed")
    assert news.is_online
