"""The studio: pictures that are open, what is to be done to each, and the work on them, one step at a time.

All of it is in memory: closing the tab forgets it. Pixels are elsewhere (`Pixels` of `linkepix.ports`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkepix.errors import (
    InputError,
    LinkepixError,
    NotAPictureError,
    PictureError,
    PictureStoppedError,
    ResultTooLargeError,
)
from linkepix.imaging.geometry import layout_of, turn
from linkepix.imaging.history import History
from linkepix.imaging.names import check_pattern
from linkepix.imaging.plan import UPRIGHT, opening_plan, plan_of
from linkepix.imaging.size_search import Search, Trial, Tried
from linkepix.model.recipe import recipe_for
from linkepix.services.open_pictures import OpenPicture, Result
from linkepix.services.packing import example_of, names_of, pack
from linkepix.services.picture_heads import read_head
from linkepix.services.stripping import dressed, staying_of, stripped, weight_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from linkepix.imaging.geometry import Direction
    from linkepix.model.recipe import Recipe, Size
    from linkepix.ports import Assembled, Pixels, Rendered
    from linkepix.services.open_pictures import Chosen, Verdict

HEADS_AT_ONCE = 8
"""Are read between two answers: a head takes milliseconds."""

KB = 1_000
"""Bytes, as in the field "Largest file in kB" and everywhere else that sizes are shown."""


@dataclass(slots=True)
class Editing:
    """`pictures` are in the order in which they were chosen; `current_id` is the one that is shown large."""

    pixels: Pixels
    pictures: dict[str, OpenPicture] = field(default_factory=dict)
    current_id: str = ""
    pattern: str = "{name}"
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_packing: bool = False
    _working_on: str = ""
    _archive: str = ""

    @property
    def current(self) -> OpenPicture | None:
        return self.pictures.get(self.current_id)

    @property
    def next_work(self) -> OpenPicture | None:
        """Heads are read first, of all pictures. Then the one that is shown, then those that are not open yet."""
        waiting = [picture for picture in self.pictures.values() if picture.has_work]
        return min(waiting, key=self._urgency, default=None)

    def _urgency(self, picture: OpenPicture) -> tuple[bool, bool, bool]:
        return not picture.is_unread, picture.id != self.current_id, not picture.is_unopened

    def add(self, chosen: Iterable[Chosen]) -> None:
        for file in chosen:
            history = History(recipe_for(file.mime))
            self._keep(OpenPicture(file.id, file.name, file.mime, file.size, history))
        if not self.current_id and self.pictures:
            self.show(next(iter(self.pictures)))

    def show(self, picture_id: str) -> None:
        """Show a picture large. What it lacks is made, also after an error."""
        if picture := self.pictures.get(picture_id):
            self.current_id = picture_id
            is_wanted = picture.is_wanted or not picture.result or bool(picture.error)
            self._keep(replace(picture, is_wanted=is_wanted, error=None))

    def choose(self, picture_ids: Collection[str]) -> None:
        """Take "Apply to all" to be about these."""
        for picture in tuple(self.pictures.values()):
            self._keep(replace(picture, is_chosen=picture.id in picture_ids))

    def do(self, recipe: Recipe) -> None:
        """Have the current picture's result made by this recipe. What is under way for the old one ends.

        Raises InputError for a recipe whose result would be too large; the old one then stays.
        """
        current = self.current
        if current and current.original:
            layout_of(recipe, current.original)
            self._change(current, current.history.do(recipe))

    def turn(self, direction: Direction) -> None:
        current = self.current
        if current and current.original:
            self._change(current, current.history.do(turn(current.recipe, direction, current.original)))

    def undo(self) -> None:
        if self.current:
            self._change(self.current, self.current.history.undo())

    def redo(self) -> None:
        if self.current:
            self._change(self.current, self.current.history.redo())

    def name_by(self, pattern: str) -> None:
        """Name results by this pattern. Raises InputError; the old one then stays."""
        check_pattern(pattern)
        self.pattern = pattern

    @property
    def names(self) -> dict[str, str]:
        """Of the results, by the picture's id."""
        return names_of(self.pictures.values(), self.pattern)

    @property
    def example_name(self) -> str:
        """What the current picture's result is called, or would be."""
        return self.names.get(self.current_id) or (example_of(self.current, self.pattern) if self.current else "")

    def want_all(self) -> None:
        """Have all results made that aren't there yet, for one file of all."""
        self.is_packing = True
        for picture in tuple(self.pictures.values()):
            if picture.original and not picture.result and not picture.error:
                self._keep(replace(picture, is_wanted=True))

    async def pack(self, now: datetime) -> Assembled | None:
        """Put all results into one file, in place of the last one; None while some are still to be made.

        `now` is local time. Raises PictureFileError.
        """
        if not self.is_packing or self.next_work:
            return None
        self.is_packing = False
        packed = await pack(self.pixels, self.pictures, self.pattern, now)
        self.pixels.forget(self._archive)
        self._archive = packed.key if packed else ""
        return packed

    def apply_to_all(self) -> int:
        """Have all chosen pictures made by the current one's recipe. Return how many others there are."""
        current = self.current
        if not current or not current.original:
            return 0
        others = [one for one in self.pictures.values() if one.is_chosen and one.original and one.id != current.id]
        for other in others:
            recipe = current.recipe if other.original == current.original else replace(current.recipe, crop=None)
            self._change(other, other.history.do(recipe))
        return len(others)

    def stop(self) -> None:
        """End what is under way, and want nothing more; results that are there stay."""
        self.pixels.stop()
        self.is_packing = False
        for picture in tuple(self.pictures.values()):
            error = PictureStoppedError() if picture.has_work else picture.error
            self._keep(replace(picture, is_wanted=False, error=error))

    def forget_all(self) -> None:
        if self._working_on:
            self.pixels.stop()
        self.pictures.clear()
        self.current_id = ""
        self.pixels.forget_all()

    async def work(self) -> OpenPicture | None:
        """Open one picture, or make one result; return the picture, or None where there was nothing to do.

        Whatever goes wrong is the picture's `error`.
        """
        async with self._one_at_a_time:
            picture = self.next_work
            if picture is None:
                return None
            self._working_on = picture.id
            try:
                await self._do(picture)
            finally:
                self._working_on = ""
            return self.pictures.get(picture.id)

    async def _do(self, picture: OpenPicture) -> None:
        if picture.is_unread:
            await self._read()
        else:
            await (self._open(picture) if picture.is_unopened else self._make(picture))

    async def _read(self) -> None:
        """Read the heads of the next pictures: what is no picture, or too large, fails before it is decoded."""
        for picture in [one for one in self.pictures.values() if one.is_unread][:HEADS_AT_ONCE]:
            try:
                head = await read_head(self.pixels.source(picture.id))
            except LinkepixError as error:
                self._fail(picture, error)
                continue
            if now := self.pictures.get(picture.id):
                self._keep(replace(now, head=head, history=History(recipe_for(f"image/{head.info.kind}"))))

    async def _open(self, picture: OpenPicture) -> None:
        try:
            opened = await self.pixels.run(picture.id, opening_plan(picture.orientation))
        except LinkepixError as error:
            self._fail(picture, error)
            return
        if picture.id not in self.pictures:
            self.pixels.forget(opened.key)
            return
        now = self.pictures[picture.id]
        is_wanted = now.is_wanted or now.can_strip  # which takes milliseconds
        original = _upright(opened.original, now.orientation)
        self._keep(replace(now, original=original, thumbnail=opened.preview_url, is_wanted=is_wanted))

    async def _make(self, picture: OpenPicture) -> None:
        """Where the recipe has changed meanwhile, what came of it is dropped."""
        try:
            result = await self._result(picture)
        except LinkepixError as error:
            self._fail(picture, ResultTooLargeError() if isinstance(error, InputError) else error)
            return
        now = self.pictures.get(picture.id)
        if now is None or now.recipe != picture.recipe:
            self.pixels.forget(result.rendered.key)
            return
        if now.result:
            self.pixels.forget(now.result.rendered.key)
        self._keep(replace(now, result=result, is_wanted=False, error=None))

    async def _result(self, picture: OpenPicture) -> Result:
        """The file's own pixels where the recipe leaves them, unless it asks to encode, or they have too many bytes."""
        if picture.original is None:
            raise NotAPictureError
        recipe, own = picture.recipe, None
        if picture.can_strip:
            own = await stripped(self.pixels, picture.id, recipe, picture.original)
        limit = recipe.largest_kb and recipe.largest_kb * KB
        if own and (own.size <= limit if limit else not recipe.asks_to_encode):
            return Result(own, recipe, recipe.quality, 1.0, "", is_stripped=True)
        try:
            result = await self._encoded(picture, picture.original)
        except BaseException:
            self._forget(own)
            raise
        if own and own.size < result.rendered.size:
            self._forget(result.rendered)
            verdict: Verdict = "too-many-bytes" if limit else "kept"
            return Result(own, recipe, recipe.quality, 1.0, verdict, is_stripped=True)
        self._forget(own)
        return result

    async def _encoded(self, picture: OpenPicture, original: Size) -> Result:
        recipe = picture.recipe
        staying = await staying_of(self.pixels, picture.id, recipe.metadata)
        limit = recipe.largest_kb and recipe.largest_kb * KB
        if not limit:
            trial = Trial(recipe.quality)
            rendered = await self.pixels.run(picture.id, plan_of(recipe, original, trial, picture.orientation))
        else:
            room = max(1, limit - weight_of(staying))
            search = Search(room, recipe.quality, recipe.format != "png", recipe.may_shrink)
            rendered, trial = await self._search(picture, original, search)
        rendered = await dressed(self.pixels, rendered, staying, f"image/{recipe.format}")
        verdict: Verdict = "larger" if rendered.size > picture.size else ""
        if limit and rendered.size > limit:
            verdict = "too-many-bytes"
        return Result(rendered, recipe, trial.quality, trial.scale, verdict)

    async def _search(self, picture: OpenPicture, original: Size, search: Search) -> tuple[Rendered, Trial]:
        """Encode until the search is over; of what was made, only the best is not forgotten."""
        tried: list[Tried] = []
        best: Rendered | None = None
        try:
            while trial := search.next_trial(tried):
                rendered = await self.pixels.run(
                    picture.id, plan_of(picture.recipe, original, trial, picture.orientation)
                )
                tried.append(Tried(trial, rendered.size))
                is_best = search.best(tried) is tried[-1]
                worse, best = (best, rendered) if is_best else (rendered, best)
                self._forget(worse)
        except BaseException:
            self._forget(best)
            raise
        if best is None:
            raise PictureError("nothing was tried")
        return best, search.best(tried).trial

    def _forget(self, made: Rendered | None) -> None:
        if made:
            self.pixels.forget(made.key)

    def _change(self, picture: OpenPicture, history: History) -> None:
        is_other = history.now != picture.recipe
        is_wanted = is_other or picture.is_wanted or not picture.result
        self._keep(replace(picture, history=history, is_wanted=is_wanted, error=None))
        if is_other and self._working_on == picture.id:
            self.pixels.stop()

    def _fail(self, picture: OpenPicture, error: LinkepixError) -> None:
        """A recipe that has changed meanwhile ended the work itself: that is no failure."""
        now = self.pictures.get(picture.id)
        if now is None or now.history != picture.history:
            return
        self._keep(replace(now, error=error, is_wanted=False))

    def _keep(self, picture: OpenPicture) -> None:
        self.pictures[picture.id] = picture


def _upright(decoded: Size, orientation: int) -> Size:
    return decoded.on_its_side if UPRIGHT[orientation][1] % 2 else decoded
