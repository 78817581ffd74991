"""What every processor of ours knows."""

from markdown.blockprocessors import BlockProcessor

from bookmaker.readers.markdown.parser import BookParser


class Processor(BlockProcessor):
    """A block processor under `BookParser`.

    `test(parent, block)` says whether the block may be taken, `run(parent, blocks)` takes it from
    the blocks and adds elements to `parent`; False leaves it to the processors after.
    """

    parser: BookParser
