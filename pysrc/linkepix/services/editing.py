"""What a visitor does in the studio: choose pictures, change recipes, name results, take all of them away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, override

from linkepix.errors import LinkepixError
from linkepix.imaging.geometry import layout_of, turn
from linkepix.imaging.history import History
from linkepix.imaging.names import check_pattern
from linkepix.model.recipe import recipe_for
from linkepix.services.comparing import similarity_of
from linkepix.services.open_pictures import Applied, OpenPicture
from linkepix.services.packing import example_of, names_of, pack
from linkepix.services.picture_queue import PictureQueue
from linkepix.services.subjects import Brush, layers_of, without_bare
from linkepix.services.whole_view import WholeView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from linkepix.imaging.geometry import Direction
    from linkepix.model.recipe import Recipe
    from linkepix.ports import Assembled
    from linkepix.services.open_pictures import Chosen, Origin


@dataclass(slots=True)
class Editing(PictureQueue):
    """The pictures, and how all of them are named and packed.

    `is_packing`: one file of all is wanted. `origins` has by key where pictures of the library come from.
    `model_megabytes` is what has to be loaded before the first subject can be found.
    """

    pattern: str = "{name}"
    left_out: int = 0
    too_many: int = 0
    brush: Brush = field(default_factory=Brush)
    model_megabytes: str = ""
    is_packing: bool = False
    origins: dict[str, Origin] = field(default_factory=dict)
    whole: WholeView = field(init=False)
    _archive: str = ""
    _compared: str = ""

    @override
    def __post_init__(self) -> None:
        PictureQueue.__post_init__(self)
        self.whole = WholeView(self.pixels)

    def add(self, chosen: Iterable[Chosen], too_many: int = 0) -> None:
        """Open files that are not open yet. What comes from the library is shown, as it was asked for.

        What lies in a folder and is no picture is left out, and counted in `left_out`. `too_many` others were chosen
        with them, and are not here.
        """
        self.left_out, self.too_many = 0, too_many
        for file in [each for each in chosen if each.id not in self.pictures]:
            if file.is_left_out:
                self.left_out += not file.is_hidden
                self.pixels.forget(file.id)
                continue
            history = History(recipe_for(file.mime))
            self._keep(OpenPicture(file.id, file.name, file.mime, file.size, history, file.folder))
            if file.id in self.origins:
                self.show(file.id)
        if not self.current_id and self.pictures:
            self.show(next(iter(self.pictures)))

    def show(self, picture_id: str) -> None:
        """Show a picture large. What it lacks is made, also after an error."""
        if picture := self.pictures.get(picture_id):
            if self.current and picture_id != self.current_id:
                self.whole.close()
                self._keep(without_bare(self.pixels, self.current))
            self.current_id = picture_id
            is_wanted = picture.is_wanted or not picture.fresh or bool(picture.error)
            self._keep(replace(picture, is_wanted=is_wanted, error=None))

    @property
    def origin(self) -> Origin | None:
        """Where the current picture comes from; None for a file that was chosen."""
        return self.origins.get(self.current_id)

    def mark_saved(self, picture: OpenPicture, **marks: Any) -> None:  # noqa: ANN401 - fields of Result
        """Mark the picture's result as saved, unless another one has been made meanwhile."""
        now = self.pictures.get(picture.id)
        if now and now.result and picture.result and now.result.rendered.key == picture.result.rendered.key:
            self._keep(replace(now, result=replace(now.result, **marks)))

    def choose(self, picture_id: str, *, is_chosen: bool) -> None:
        """Take "Apply to all" to be about this one, or not."""
        if picture := self.pictures.get(picture_id):
            self._keep(replace(picture, is_chosen=is_chosen))

    def do(self, recipe: Recipe) -> None:
        """Have the current picture's result made by this recipe. What is under way for the old one ends.

        Raises InputError for a recipe whose result would be too large; the old one then stays.
        """
        current = self.current
        if current and current.original:
            layout_of(recipe, current.original)
            self._step(current.history.do(recipe))

    def turn(self, direction: Direction) -> None:
        current = self.current
        if current and current.original:
            self._step(current.history.do(turn(current.recipe, direction, current.original)))

    def upscale(self) -> None:
        """Have the current picture's result twice as wide and high. Raises InputError where that is too large."""
        current = self.current
        if current and current.original:
            size = layout_of(current.recipe, current.original).result
            wanted = replace(current.recipe, width=size.width * 2, height=size.height * 2, may_enlarge=True, preset="")
            self.do(wanted)

    async def crop_by_hand(self) -> None:
        """Show the whole picture, for a crop to be drawn on it; or no longer."""
        if self.whole.shown:
            self.whole.close()
        elif self.current and self.current.original:
            await self._look(self.current)

    async def turn_whole(self) -> None:
        """Have the whole picture, if it is shown, follow the recipe's turns."""
        if self.current and self.whole.shown and not self.whole.is_of(self.current):
            await self._look(self.current)

    async def _look(self, picture: OpenPicture) -> None:
        async with self._one_at_a_time:
            try:
                await self.whole.look(picture)
            except LinkepixError as error:
                self._fail(picture, error)

    def undo(self) -> None:
        if self.current:
            self._step(self.current.history.undo())

    def redo(self) -> None:
        if self.current:
            self._step(self.current.history.redo())

    def _step(self, history: History) -> None:
        if self.current:
            self.uncropped = 0
            self._change(self.current, history)

    def name_by(self, pattern: str) -> None:
        """Name results by this pattern. Raises InputError; the old one then stays."""
        check_pattern(pattern)
        self.pattern = pattern

    @property
    def names(self) -> dict[str, str]:
        """Of the results, by the picture's id; a stale one has none."""
        return names_of(self.pictures.values(), self.pattern)

    @property
    def example_name(self) -> str:
        """What the current picture's result is called, or would be."""
        return self.names.get(self.current_id) or (example_of(self.current, self.pattern) if self.current else "")

    def want_all(self) -> None:
        """Have all results made that aren't there yet, for one file of all; also those that were stopped."""
        self.is_packing = True
        for picture in tuple(self.pictures.values()):
            if picture.is_due:
                self._keep(replace(picture, is_wanted=True, error=None))

    @property
    def can_pack(self) -> bool:
        """Whether one file of all would hold something, once what is lacking was made."""
        return any(picture.fresh or picture.is_due for picture in self.pictures.values())

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
        """Have all chosen pictures made by the current one's recipe, also those that are not open yet.

        A crop is only for pictures of the same size: `uncropped` counts the others. Return how many there are of both.
        What is no picture stays as it is.
        """
        current = self.current
        if not current or not current.original:
            return 0
        others = [one for one in self.pictures.values() if one.is_chosen and one.is_readable and one.id != current.id]
        self.uncropped = 0
        for other in others:
            self._apply(Applied(current.recipe, current.original), other)
        return len(others)

    @property
    def is_uncompared(self) -> bool:
        """Whether the result that is shown is still to be compared with its picture. All other work comes first."""
        result = self.current.fresh if self.current else None
        if not result or result.is_stripped or result.similarity is not None or self.next_work:
            return False
        return result.rendered.key != self._compared

    async def compare(self) -> None:
        """Measure how alike the result that is shown and its picture are. Where that fails, there is no figure."""
        async with self._one_at_a_time:
            current = self.current
            if not current or not current.result or not current.original or not self.is_uncompared:
                return
            self._compared = current.result.rendered.key
            try:
                similarity = await similarity_of(self.pixels, current, layers_of(current, self.pictures))
            except LinkepixError:
                return
            now = self.pictures.get(current.id)
            if now and now.result is current.result:
                self._keep(replace(now, result=replace(current.result, similarity=similarity)))

    @override
    def stop(self) -> None:
        self.is_packing = False
        PictureQueue.stop(self)

    @override
    def forget_all(self) -> None:
        self.whole.close()
        self.left_out = self.too_many = self.uncropped = 0
        PictureQueue.forget_all(self)
        self.origins.clear()
