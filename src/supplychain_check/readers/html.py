"""HTML, and the web sources (PHP, JSX, TSX) that statements are kept in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, UnreadableReason
from supplychain_check.readers import html_forms
from supplychain_check.readers.builder import Builder, Draft, clean
from supplychain_check.readers.encoding import decode, looks_like_text
from supplychain_check.readers.layout import is_section
from supplychain_check.readers.limits import MAX_HTML_BYTES, MAX_NESTING
from supplychain_check.readers.websource import is_code, markup_of

NAME = "HTML"
MEDIA_TYPES = ("text/html", "application/xhtml+xml")
EXTENSIONS = (".html", ".htm", ".xhtml", ".php", ".tsx", ".jsx", ".js", ".ts")

_ROOTS = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<\?php|<\?=", re.I)
_CLOSED = re.compile(rb"</(?:p|div|li|h[1-6]|td|section|article|main|ul)>", re.I)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr p li td tr th".split())

_GONE = frozenset(
    "script style nav aside form noscript iframe svg template button select textarea input object audio video canvas"
    " head title dialog".split()
)
_FURNITURE = re.compile(
    r"cookie|consent|gdpr|(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|skip-\w+|site-footer"
    r"|site-header|share|social|newsletter|popup|modal|offcanvas)(?:$|[\s_-])",
    re.I,
)
_BLOCKS = frozenset(
    "p div section article main li ul ol dl dt dd blockquote pre figure figcaption address details summary fieldset legend"
    " h1 h2 h3 h4 h5 h6 table tbody thead tfoot tr td th caption center body html header footer hr".split()
)
_MOST_SPAN = 1_000
"""Most columns or rows that one cell may span, as in browsers."""

_STRONG = frozenset({"strong", "b"})
_BULLET = re.compile(r"^[•●▪■◦‣∙·–—*-]\s+(?=\S)")


def sniff(data: bytes, name: str) -> bool:
    """Whether this is HTML or a web source, by its content; a Markdown name needs a whole page to count."""
    head = data[:65536]
    if not looks_like_text(head):
        return False
    if _ROOTS.search(head[:4096]):
        return True
    if name.lower().endswith((".md", ".markdown")):
        return False
    return len(_CLOSED.findall(head)) >= 3 or is_code(decode(head), name)


def read(data: bytes, name: str) -> Draft:
    """Read the text of a page without its furniture.

    Raises:
        InputProblem: the page is larger or deeper than the limits.
    """
    if len(data) > MAX_HTML_BYTES:
        raise InputProblem(
            f"The page is larger than {MAX_HTML_BYTES // 2**20} MB, the limit for HTML.",
            "Save only the statement, as text or PDF.",
            reason=UnreadableReason.TOO_LARGE,
        )
    declared = _CHARSET.search(data[:4096])
    source = decode(data, declared[1].decode("ascii", "replace") if declared else "").replace("\0", "")
    builder = Builder()
    markup = markup_of(source, name)
    _refuse_deep(markup)
    tree = LexborHTMLParser(markup)
    fields = html_forms.take(tree)
    title = _add_tree(builder, tree)
    draft = builder.build({"title": title} if title else {})
    return replace(draft, fields=tuple(html_forms.located(fields, draft.text)))


def add_html(builder: Builder, source: str) -> str:
    """Add the blocks of an HTML page or fragment to `builder`; return its title, or ""."""
    _refuse_deep(source)
    return _add_tree(builder, LexborHTMLParser(source))


def _add_tree(builder: Builder, tree: LexborHTMLParser) -> str:
    title = tree.css_first("title")
    root = _root(tree)
    if root is not None:
        _add_title(builder, tree, root)
        _Walk(builder, header_stays=_only_heading_in_header(root)).run(root)
    return clean(title.text()) if title else ""


def _refuse_deep(source: str) -> None:
    depth = 0
    for closing, tag, alone in _TAG.findall(source):
        if not alone and tag.lower() not in _VOID:
            depth += -1 if closing else 1
        if depth > MAX_NESTING:
            raise InputProblem(
                f"The page nests its elements more than {MAX_NESTING:,} deep.",
                "Open it in a browser and save the statement as PDF or text.",
                reason=UnreadableReason.LIMIT,
            )


def _root(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the content: the only main or article with enough of the words, else the body."""
    body = tree.body
    if body is None:
        return None
    total = len(body.text(deep=True))
    for selector in ("main", "[role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text(deep=True)) > 0.3 * total and not _furniture(found[0]):
            return found[0]
    return body


def _add_title(builder: Builder, tree: LexborHTMLParser, root: LexborNode) -> None:
    """Add the only main heading of the page where it stands outside the element with the content."""
    headings = tree.css("h1")
    if root.tag != "body" and len(headings) == 1 and not root.css_first("h1"):
        builder.add(BlockKind.HEADING, headings[0].text(), level=1)


def _only_heading_in_header(root: LexborNode) -> bool:
    headings = root.css("h1")
    return len(headings) == 1 and any(p == "header" for p in _ancestors(headings[0]))


def _ancestors(node: LexborNode) -> Iterator[str]:
    parent = node.parent
    while parent is not None:
        yield parent.tag or ""
        parent = parent.parent


def _furniture(node: LexborNode) -> bool:
    """Whether class, id, role or style say that this is not part of the text."""
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if attributes.get("role") in {"navigation", "banner", "contentinfo", "dialog", "search", "alertdialog"}:
        return True
    if re.search(r"display:\s*none|visibility:\s*hidden", attributes.get("style") or "", re.I):
        return True
    if node.tag in {"body", "html", "main", "article", "p", "h1"}:
        return False
    named = _FURNITURE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    # a wrapper of the whole page may carry such a name as well ("cookies-accepted")
    return bool(named) and node.css_first("h1, main, article") is None


class _Walk:
    """Goes through the elements without recursion and hands blocks to the builder."""

    def __init__(self, builder: Builder, *, header_stays: bool) -> None:
        self._builder = builder
        self._gone = _GONE | ({"footer"} if header_stays else {"footer", "header"})
        self._context: list[str] = []
        self._buffer: list[str] = []
        self._tables = 0
        self._bold = 0
        self._plain = False
        self._level = 1

    def run(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
            elif self._enter(node):
                if node.tag in _STRONG:
                    self._bold += 1
                    stack.append((node, True))
                elif node.tag in _BLOCKS:
                    self._flush()
                    self._context.append(node.tag or "")
                    stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        self._flush()

    def _leave(self, node: LexborNode) -> None:
        if node.tag in _STRONG:
            self._bold -= 1
        else:
            self._flush()
            self._context.pop()

    def _enter(self, node: LexborNode) -> bool:
        """Take in a node; True if its children are to be visited."""
        tag = node.tag
        if tag == "-text":
            text = _flat(node.text_content or "", "pre" in self._context)
            self._plain |= not self._bold and any(map(str.isalnum, text))
            self._buffer.append(text)
        elif tag == "br":
            self._buffer.append("\n")
        elif tag == "table" and (rows := _data_rows(node)):
            self._flush()
            self._table(rows)
        else:
            return tag not in self._gone and not (tag or "").startswith("-") and not _furniture(node)
        return False

    def _table(self, rows: list[LexborNode]) -> None:
        self._tables += 1
        open_cells: dict[int, int] = {}
        for number, row in enumerate(rows):
            cells = [c for c in row.iter() if c.tag in {"td", "th"}]
            header = all(c.tag == "th" for c in cells) or (number == 0 and _in_head(row))
            texts = [_cell(c) for c in cells]
            columns = _columns(cells, open_cells)
            self._builder.row(texts, table=self._tables, header=header and len(cells) > 1, columns=columns)

    def _flush(self) -> None:
        text, strong = "".join(self._buffer), not self._plain
        self._buffer.clear()
        self._plain = False
        if not text.strip():
            return
        kind, level = self._kind()
        parts = split_at_breaks(text)
        if strong and kind is BlockKind.PARAGRAPH and len(parts) == 1 and _heads(parts[0]):
            kind, level = BlockKind.HEADING, min(6, self._level + 1)
        elif kind is BlockKind.HEADING:
            self._level = level
        for part in parts:
            if kind is BlockKind.PARAGRAPH and is_section(part):
                self._builder.add(BlockKind.HEADING, part, level=min(6, self._level + 1))
                continue
            bullet = _BULLET.match(part)
            if bullet and kind is BlockKind.PARAGRAPH:
                self._builder.add(BlockKind.LIST_ITEM, part[bullet.end() :], level=1)
            else:
                self._builder.add(kind, part, level=level)

    def _kind(self) -> tuple[BlockKind, int]:
        for tag in reversed(self._context):
            if re.fullmatch("h[1-6]", tag):
                return BlockKind.HEADING, int(tag[1])
            if tag in {"li", "dd"}:
                return BlockKind.LIST_ITEM, max(1, sum(t in {"ul", "ol", "dl"} for t in self._context))
        return BlockKind.PARAGRAPH, 0


def _heads(text: str) -> bool:
    """Whether a paragraph set wholly in bold is a heading in disguise."""
    return len(text.split()) <= 12 and text[-1] not in ".,:;" and any(map(str.isalpha, text))


def _flat(text: str, preformatted: bool) -> str:
    """Line ends of the source are blanks; only <br> and <pre> break a line."""
    return text if preformatted else re.sub(r"\s+", " ", text)


def _cell(node: LexborNode) -> str:
    for unwanted in node.css("script, style"):
        unwanted.decompose()
    return node.text(separator=" ") if node.css_first("p, br, li, div") else node.text()


def _columns(cells: list[LexborNode], open_cells: dict[int, int]) -> list[int]:
    """In which column each cell of a row starts; `open_cells` keeps for how many rows more a column is taken."""
    taken = {column for column, rows in open_cells.items() if rows > 0}
    for column in taken:
        open_cells[column] -= 1
    found = []
    column = 0
    for cell in cells:
        while column in taken:
            column += 1
        found.append(column)
        for _ in range(_span(cell, "colspan")):
            open_cells[column] = max(open_cells.get(column, 0), _span(cell, "rowspan") - 1)
            column += 1
    return found


def _span(cell: LexborNode, name: str) -> int:
    said = (cell.attributes.get(name) or "1").strip()
    return min(max(int(said), 1), _MOST_SPAN) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _in_head(row: LexborNode) -> bool:
    return row.parent is not None and row.parent.tag == "thead"


def _data_rows(table: LexborNode) -> list[LexborNode]:
    """Rows of a table of data; empty for a table that only lays out the page."""
    if table.attributes.get("role") == "presentation" or table.css_first("table table, h1, h2"):
        return []
    rows = table.css("tr")
    if max((sum(c.tag in {"td", "th"} for c in r.iter()) for r in rows), default=0) < 2:
        return []
    return rows


def split_at_breaks(text: str) -> list[str]:
    """Return the parts of a text between line breaks that end a thought; a line broken in mid-sentence is joined."""
    parts: list[str] = []
    lines = [clean(line) for line in text.split("\n")]
    longest = max(map(len, lines))
    fresh = True
    for line in lines:
        if not line:
            fresh = True
        elif fresh or _breaks(parts[-1], line, longest):
            parts.append(line)
            fresh = False
        else:
            parts[-1] += " " + line
    return parts


def _breaks(before: str, line: str, longest: int) -> bool:
    if line[0].islower():
        return False
    return before[-1] in '.:;!?”"' or bool(_BULLET.match(line)) or min(len(before), longest) < 60
