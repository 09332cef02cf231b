"""One function over many texts, in several processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

type Function = Callable[[str], str]
type Answer = tuple[str, Exception | None]

# Forking takes 5 ms where a new interpreter takes 100, and is safe on Linux in a process without threads.
_FORKS = sys.platform == "linux"
_CONTEXT = multiprocessing.get_context("fork") if _FORKS else multiprocessing.get_context("spawn")


class Processes:
    """Answers to texts, made by as many processes as there are processors, each with an equal share of the texts.

    They end when they are done, when `stop` is called, and when this process ends, however it does: a pipe that has
    no reader any more refuses the next answer.
    """

    def __init__(self, function: Function, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._readers: list[Connection] = []
        self._workers = []
        shares = min(os.process_cpu_count() or 1, len(texts))
        for number in range(shares):
            reader, writer = _CONTEXT.Pipe(duplex=False)
            self._readers.append(reader)
            arguments = (function, texts[number::shares], writer, self._readers if _FORKS else ())
            worker = _CONTEXT.Process(target=_work, args=arguments, daemon=True)
            worker.start()
            # Closed before the next process starts, which would inherit it: the pipe is to end with its own process.
            writer.close()
            self._workers.append(worker)

    def __iter__(self) -> Iterator[str]:
        """In the order of the texts. Raises what the function raised, and EOFError if a process was killed."""
        for number in range(self._count):
            answer, error = self._readers[number % len(self._readers)].recv()
            if error:
                raise error
            yield answer

    def stop(self) -> None:
        """Return when none of them is left."""
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join()
        for reader in self._readers:
            reader.close()


def _work(function: Function, texts: Sequence[str], writer: Connection, inherited: Sequence[Connection]) -> None:
    # Ctrl-C reaches the whole group: the process that started this one answers it, and stops this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for reader in inherited:
        reader.close()
    try:
        for text in texts:
            writer.send(_answer(function, text))
    except BrokenPipeError:
        return


def _answer(function: Function, text: str) -> Answer:
    try:
        return function(text), None
    except Exception as error:  # noqa: BLE001 - raised again by who asked
        return "", error
