"""What the engine asks for and what it says: bytes from memory, warnings kept, pages counted."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeVar

SCHEME: Final = "book"  # pictures are asked for as book:/images/x.jpg
PageListener = Callable[[int], None]

_Ear = TypeVar("_Ear", bound=logging.Handler)
_PAGE_STEP: Final = "Step 5 - Creating layout - Page %d"


def fetcher(pictures: Mapping[str, tuple[str, bytes]]) -> Any:  # noqa: ANN401
    """Return the fetcher: bytes of `pictures` under our scheme; anything else is refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class FromMemory(URLFetcher):  # type: ignore[misc]
        """Serves what it was handed; `refused` lists what else was asked for."""

        refused: list[str]

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            name = url.removeprefix(f"{SCHEME}:").lstrip("/")
            if not url.startswith(f"{SCHEME}:") or name not in pictures:
                self.refused.append(url)
                raise ValueError(url)
            media_type, content = pictures[name]
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    memory = FromMemory(allowed_protocols=(SCHEME,))
    memory.refused = []
    return memory


class Complaints(logging.Handler):
    """Keeps what the engine warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was said."""
        self.lines.append(record.getMessage())


class PageSteps(logging.Handler):
    """Hears from the engine's progress log which page it is making."""

    def __init__(self, listen: PageListener) -> None:
        super().__init__(logging.INFO)
        self.listen = listen

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the listener, should it be a page."""
        if record.msg == _PAGE_STEP and isinstance(record.args, tuple):
            self.listen(int(str(record.args[0])))


@contextmanager
def ear(name: str, level: int, handler: _Ear) -> Iterator[_Ear]:
    """Listen to a logger for a while, keeping what it says from other ears."""
    logger = logging.getLogger(name)
    before = (logger.handlers[:], logger.level, logger.propagate)
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(level)
    try:
        yield handler
    finally:
        logger.handlers, logger.level, logger.propagate = before[0], before[1], before[2]
