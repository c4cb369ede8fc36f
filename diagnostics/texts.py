"""The text of a guide as blocks that a template draws. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the items of a list; never both."""

    words: str = ""
    items: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """Paragraphs parted by an empty line; lines that begin with « - » make a list.

    A list may follow its paragraph without an empty line between them.
    """
    found: list[Block] = []
    words: list[str] = []
    items: list[str] = []

    def close() -> None:
        if words:
            found.append(Block(words=" ".join(words)))
        if items:
            found.append(Block(items=tuple(items)))
        words.clear()
        items.clear()

    for line in (*map(str.strip, text.splitlines()), ""):
        if line.startswith("- "):
            if words:
                close()
            items.append(line[2:].strip())
        elif not line:
            close()
        elif items:
            # A long item goes on over several lines.
            items[-1] = f"{items[-1]} {line}"
        else:
            words.append(line)
    return found
