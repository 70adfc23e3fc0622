"""From a body's tree to its lines."""

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from pipelines.boilerplate import BY_CLASS
from pipelines.elements import BLOCKS, CONTAINERS, HEADINGS
from pipelines.inline import image_of, mark_of
from pipelines.lines import Container, Line, Run, finish
from pipelines.tables import is_layout, table_lines
from pipelines.visibility import is_hidden

_OWN_TAG: Final = HEADINGS | {"p", "pre"}
_BARE: Final = frozenset({"li", "figure", "figcaption"})
"""Text directly in these needs no `<p>` of its own."""
_DEEPEST_TABLE: Final = 4
"""Tables inside tables; what is deeper is read as plain blocks."""
_DEEPEST_LIST: Final = 12

_Saved = tuple[tuple[Container, ...], str, tuple[str, ...]]


class BodyReader:
    """Walks a tree once; `lines` and `dropped` fill as it goes."""

    def __init__(self, base_url: str, *, tag: str = "p", depth: int = 0) -> None:
        """Start empty; `tag` is the block for text that stands in none."""
        self.lines: list[Line] = []
        self.dropped: dict[str, None] = {}
        """Names of the boilerplate rules whose class of block was met."""
        self._base_url = base_url
        self._outer_tag = tag
        self._depth = depth
        self._path: tuple[Container, ...] = ()
        self._tag = tag
        self._marks: tuple[str, ...] = ()
        self._runs: list[Run] = []
        self._serial = 0
        self._saved: list[_Saved | None] = []

    def read(self, root: Element) -> list[Line]:
        """The lines of everything inside an element, in reading order."""
        if root.text:
            self._add(root.text)
        walk = etree.iterwalk(root, events=("start", "end"))
        next(walk)
        for event, element in walk:
            if event == "end":
                if element is not root:
                    self._leave(element)
            elif not self._enter(element):
                walk.skip_subtree()
        self._end_block()
        return self.lines

    def _is_dropped(self, element: Element) -> bool:
        """Hidden, or a block that a rule knows by its class."""
        classes = element.get("class")
        for name in classes.split() if classes else ():
            if name in BY_CLASS:
                self.dropped[BY_CLASS[name]] = None
                return True
        return is_hidden(element)

    def _enter(self, element: Element) -> bool:
        """Take in a start tag; False if what is inside is not to be walked."""
        if element.keys() and self._is_dropped(element):
            self._saved.append(None)
            return False
        self._saved.append((self._path, self._tag, self._marks))
        tag = str(element.tag)
        if tag not in BLOCKS:
            self._begin_inline(tag, element)
        elif tag == "table" and self._reads_table(element):
            return False
        else:
            self._begin_block(tag)
        text = element.text
        if text:
            self._add(text)
        return True

    def _leave(self, element: Element) -> None:
        """Take in an end tag and the text behind it."""
        saved = self._saved.pop()
        if saved is not None:
            if element.tag in BLOCKS:
                self._end_block()
            self._path, self._tag, self._marks = saved
        text = element.tail
        if text:
            self._add(text)

    def _reads_table(self, table: Element) -> bool:
        """Read a table of figures as rows; a layout table is left to be walked."""
        if self._depth >= _DEEPEST_TABLE:
            return False
        self._end_block()
        lines = table_lines(table, self._path, self._serial, self._read_cell)
        if is_layout(lines):
            return False
        self.lines += lines
        return True

    def _read_cell(self, cell: Element) -> list[Line]:
        """The lines inside a cell."""
        if not len(cell):
            runs, text = finish([Run((), cell.text or "")], preformatted=False)
            return [Line((), "", 0, runs, text)] if text else []
        inner = BodyReader(self._base_url, tag="", depth=self._depth + 1)
        lines = inner.read(cell)
        self.dropped.update(inner.dropped)
        return lines

    def _begin_block(self, tag: str) -> None:
        """Start a line of its own, inside one more container if it is one."""
        self._end_block()
        if tag == "li" and self._path and self._path[-1][0] == "li":
            self._path = self._path[:-1]
        if tag in CONTAINERS and len(self._path) < _DEEPEST_LIST:
            self._path = (*self._path, (tag, self._serial))
        if tag in _OWN_TAG:
            self._tag = tag
        elif self._path:
            self._tag = "" if self._path[-1][0] in _BARE else "p"
        else:
            self._tag = self._outer_tag
        if tag == "hr":
            self.lines.append(Line(self._path, "hr", self._serial, [], ""))

    def _begin_inline(self, tag: str, element: Element) -> None:
        """Note a mark, an image or a line's end; unwrap everything else."""
        if tag == "br":
            self._end_line()
        elif tag == "img":
            image = image_of(element, self._base_url)
            if image is not None:
                self._runs.append(Run(self._marks, "", image))
        else:
            mark = mark_of(element, self._base_url)
            if mark is not None and mark not in self._marks:
                self._marks = (*self._marks, mark)

    def _add(self, text: str) -> None:
        """Put text into the line; a line's end counts only in preformatted text."""
        if self._tag == "pre":
            first, *others = text.split("\n")
            self._runs.append(Run(self._marks, first))
            for other in others:
                self._end_line()
                self._runs.append(Run(self._marks, other))
        elif self._runs or not text.isspace():
            self._runs.append(Run(self._marks, text))

    def _end_line(self) -> None:
        """Keep the line if a reader sees anything in it."""
        if not self._runs:
            return
        runs, text = finish(self._runs, preformatted=self._tag == "pre")
        if text or any(run.image for run in runs):
            self.lines.append(Line(self._path, self._tag, self._serial, runs, text))
        self._runs = []

    def _end_block(self) -> None:
        """End the line; the next one belongs to another block."""
        self._end_line()
        self._serial += 1
