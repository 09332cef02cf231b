"""What is taken away of a batch: an archive, or its table alone. A page follows the link that comes back at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import InputError, TaskChangedError
from linkepix.services.batches.assembling import assemble
from linkepix.services.batches.batches import chunks
from linkepix.services.batches.postcards import SvgPostcards
from linkepix.services.batches.take_away import DEFAULT_PATTERN, Choice, Entry, table_pieces, zip_pieces
from linkepix.tables.people import Row
from linkepix.tables.senders import sender_of
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form
from linkepix.web.views.postcard import postcard_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.drawing.postcard.card import Postcard
    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.generation import Generation
    from linkepix.web.context import AppContext

KINDS = {"zip": (zip_pieces, "application/zip", "batch.zip"), "table": (table_pieces, "text/csv", "batch.csv")}


async def take(request: HttpRequest, app: AppContext) -> Response:
    """Raises KeyError for an unknown kind, TaskChangedError where there is no batch, and StorageError."""
    pieces, mime, name = KINDS[request.path_params["kind"]]
    values = await read_form(request)
    batch = await app.late_batches.store.batch(values.get("batch", ""))
    if batch is None:
        raise TaskChangedError("batch")
    choice = await _choice(app, batch, values.get("pattern", ""), values.get("sender", ""))
    try:
        made = await assemble(pieces(entries_of(app, batch), app.library, choice), app.late_editing.pixels, mime)
    except InputError as error:
        return fragment(app.render("partials/batch/pattern_problem.html", problem=error.problem))
    app.late_batches.hold(made.key, app.late_editing.pixels)
    return fragment(app.render("partials/batch/file.html", name=name, url=made.url))


async def entries_of(app: AppContext, batch: Batch) -> AsyncIterator[Entry]:
    """All rows that say something, in their order, each with its tasks: some hundred rows are read at once."""
    rows = await app.late_batches.store.batch_rows(batch.id)
    for some in chunks(rows):
        tasks = await app.tasks.store.batch_tasks(batch.id, some[0].number, some[-1].number)
        for row in some:
            yield Entry(_row(row, batch), row.card, [task for task in tasks if task.row == row.number])


async def _choice(app: AppContext, batch: Batch, pattern: str, sender: str) -> Choice:
    logo = await app.logos.load_logo()

    def compose(card: Generation) -> Postcard:
        return replace(postcard_of(app, card, 0), logo=logo)

    return Choice(
        now=app.clock.midnight(),
        pattern=pattern.strip() or DEFAULT_PATTERN,
        others=batch.columns,
        sender=sender_of(sender),
        postcards=SvgPostcards(compose),
    )


def _row(row: BatchRow, batch: Batch) -> Row:
    known = {"email": row.email, "linkedin": row.profile, "first_name": row.first_name, "last_name": row.last_name}
    return Row(
        row.number,
        row.prospect,
        {name: value for name, value in known.items() if value},
        tuple(zip(batch.columns, row.others, strict=False)),
        row.problem,
        row.repeats,
    )
