"""Pictures that are open, and the work on them, one step at a time: reading heads, opening, making results.

All of it is in memory: closing the tab forgets it. Pixels are elsewhere (`Pixels` of `linkepix.ports`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError, PictureStoppedError, ResultTooLargeError
from linkepix.imaging.history import History
from linkepix.imaging.plan import UPRIGHT, opening_plan
from linkepix.model.recipe import recipe_for
from linkepix.services.orientation import Orientations
from linkepix.services.picture_heads import read_head
from linkepix.services.picture_results import make_result
from linkepix.services.subjects import (
    bare_of,
    find_subject,
    layers_of,
    make_bare,
    with_subject,
    without_bare,
    without_subject,
)

if TYPE_CHECKING:
    from linkepix.model.recipe import Size
    from linkepix.ports import Pixels
    from linkepix.services.open_pictures import Applied, OpenPicture

HEADS_AT_ONCE = 8
"""Are read between two answers: a head takes milliseconds."""


@dataclass(slots=True)
class PictureQueue:
    """`pictures` are in the order in which they were chosen; `current_id` is the one that is shown large.

    `has_model`: what finds subjects has been loaded by this page. `uncropped` counts the pictures that got the last
    recipe for all without its crop, as they have another size.
    """

    pixels: Pixels
    pictures: dict[str, OpenPicture] = field(default_factory=dict)
    current_id: str = ""
    has_model: bool = False
    uncropped: int = 0
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _working_on: str = ""
    _orientations: Orientations = field(init=False)

    def __post_init__(self) -> None:
        self._orientations = Orientations(self.pixels)

    @property
    def current(self) -> OpenPicture | None:
        return self.pictures.get(self.current_id)

    @property
    def next_work(self) -> OpenPicture | None:
        """Heads are read first, of all pictures. Then the one that is shown, then those that are not open yet."""
        shown = self.current_id
        waiting = [one for one in self.pictures.values() if one.has_work or (one.id == shown and one.lacks_bare)]
        return min(waiting, key=self._urgency, default=None)

    def _urgency(self, picture: OpenPicture) -> tuple[bool, bool, bool]:
        return not picture.is_unread, picture.id != self.current_id, not picture.is_unopened

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
        elif picture.is_unopened:
            await self._open(picture)
        elif picture.lacks_subject:
            await self._seek(picture)
        else:
            await (self._make(picture) if picture.has_work else self._add_bare(picture))

    async def _read(self) -> None:
        """Read the heads of the next pictures: what is no picture, or too large, fails before it is decoded."""
        for picture in [one for one in self.pictures.values() if one.is_unread][:HEADS_AT_ONCE]:
            try:
                head = await read_head(self.pixels.source(picture.id))
            except LinkepixError as error:
                self._fail(picture, error)
                continue
            if now := self.pictures.get(picture.id):
                recipe = recipe_for(f"image/{head.info.kind}", is_animated=head.info.animated)
                self._keep(replace(now, head=head, history=History(recipe), applied=None))
                if now.applied:
                    self._apply(now.applied, self.pictures[picture.id])

    async def _open(self, picture: OpenPicture) -> None:
        try:
            orientation = await self._orientations.left(picture.head.info) if picture.head else 1
            plan = opening_plan(orientation, picture.kind, picture.pixels, picture.gamut)
            opened = await self.pixels.run(picture.id, plan)
        except LinkepixError as error:
            self._fail(picture, error)
            return
        if picture.id not in self.pictures:
            self.pixels.forget(opened.key)
            return
        now = replace(self.pictures[picture.id], orientation=orientation)
        is_wanted = now.is_wanted or now.can_strip  # which takes milliseconds
        original = _upright(opened.original, orientation)
        self._keep(replace(now, original=original, thumbnail=opened.preview_url, is_wanted=is_wanted))

    async def _make(self, picture: OpenPicture) -> None:
        """Where the recipe has changed meanwhile, what came of it is dropped."""
        try:
            result = await make_result(self.pixels, picture, layers_of(picture, self.pictures))
        except LinkepixError as error:
            self._fail(picture, ResultTooLargeError() if isinstance(error, InputError) else error)
            return
        now = self.pictures.get(picture.id)
        if now is None or now.recipe != picture.recipe:
            self.pixels.forget(result.rendered.key)
            return
        if now.result:
            self.pixels.forget(now.result.rendered.key)
        now = now if bare_of(now) else without_bare(self.pixels, now)
        self._keep(replace(now, result=result, is_wanted=False, error=None))

    async def _seek(self, picture: OpenPicture) -> None:
        """Find the subject, which no change of the recipe interrupts: it is the same for all of them."""
        try:
            subject = await find_subject(self.pixels, picture)
        except LinkepixError as error:
            if now := self.pictures.get(picture.id):
                self._keep(without_subject(now, error))
            return
        self.has_model = True
        if now := self.pictures.get(picture.id):
            self._keep(with_subject(now, subject))
        else:
            self.pixels.forget(subject.key)

    async def _add_bare(self, picture: OpenPicture) -> None:
        """Make the result with its background. Where the recipe has changed meanwhile, what came of it is dropped."""
        try:
            bare = await make_bare(self.pixels, picture)
        except LinkepixError as error:
            self._fail(picture, error)
            return
        now = self.current
        if now and now.id == picture.id and now.recipe == picture.recipe:
            self._keep(replace(now, bare=bare))
        else:
            self.pixels.forget(bare.rendered.key)

    def stop(self) -> None:
        """End what is under way, and want nothing more; results that are there stay."""
        self.pixels.stop()
        for picture in tuple(self.pictures.values()):
            error = PictureStoppedError() if picture.has_work else picture.error
            self._keep(replace(picture, is_wanted=False, is_sought=False, error=error))

    def forget_all(self) -> None:
        if self._working_on:
            self.pixels.stop()
        self.pictures.clear()
        self.current_id = ""
        self.pixels.forget_all()

    def _apply(self, applied: Applied, other: OpenPicture) -> None:
        """Have another picture made by this recipe; where its head wasn't read, once that is."""
        if other.head:
            recipe = applied.recipe_of(other)
            self.uncropped += recipe.crop != applied.recipe.crop
            self._change(other, other.history.do(recipe))
        else:
            self._keep(replace(other, applied=applied, error=None))

    def _change(self, picture: OpenPicture, history: History) -> None:
        is_other = history.now != picture.recipe
        now = replace(picture, history=history, error=None)
        self._keep(replace(now, is_wanted=is_other or picture.is_wanted or not now.fresh))
        if is_other and self._working_on == picture.id and picture.original and not picture.lacks_subject:
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
