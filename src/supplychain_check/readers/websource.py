"""Web sources that carry a statement in their markup or strings: PHP, JSX, TSX, JavaScript data."""

from __future__ import annotations

import html
import re

_CODE = re.compile(
    r"^\s*(?:import\s.+from\s|export\s+(?:default|const|function)|const\s+\w+\s*=|module\.exports)", re.M
)
_PHP = re.compile(r"<\?(?:php|=).*?(?:\?>|\Z)", re.S | re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRING = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)""")
_LITERAL = re.compile(rf"^\s*{_STRING.pattern}\s*$", re.S)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_ALONE = re.compile(r"<[A-Z][\w.]*(?:[^<>\"']|\"[^\"]*\"|'[^']*')*/>")
_HEADING_TAG = re.compile(r"<(/?)[A-Z]\w*(?:Heading|Title)\b([^<>]*)>")
_LINK_TAG = re.compile(r"<(/?)Link\b([^<>]*)>")
_LEFTOVER = re.compile(r">[\s()\[\]}:;,&|?]*[)}][\s()\[\]}:;,&|?]*<")
_START = re.compile(r"(?:return|=>)\s*\(?\s*(?=<)")


def is_code(text: str, name: str) -> bool:
    """Whether `text` is JavaScript or TypeScript that may hold a statement."""
    return name.lower().endswith((".js", ".jsx", ".ts", ".tsx")) and bool(_CODE.search(text))


def markup_of(source: str, name: str) -> str:
    """Return the HTML inside a web source; plain HTML comes back as it is."""
    if "<?" in source[:100_000]:
        source = _PHP.sub(" ", source)
    if not is_code(source, name):
        return source
    source = _COMMENT.sub(" ", source)
    start = _START.search(source)
    if start and len(_TAG.findall(source)) >= 3:
        return _html_of_jsx(source[start.end() :])
    return _html_of_strings(source)


def _html_of_jsx(source: str) -> str:
    """JSX without its expressions: strings stay, attributes that are code go, nested markup stays."""
    text = _ALONE.sub(" ", _without_braces(source)).replace("</>", " ").replace("<>", " ")
    text = _LINK_TAG.sub(r"<\1a>", _HEADING_TAG.sub(r"<\1h2>", text))
    end = max(text.rfind("</"), 0)
    close = text.find(">", end)
    return text[: close + 1] if close >= 0 else text


def _without_braces(source: str) -> str:
    """Replace each `{expression}` by what it shows, outermost first, without recursion."""
    out: list[str] = []
    position = 0
    while (opened := source.find("{", position)) >= 0:
        closed = _closing(source, opened)
        out.append(source[position:opened])
        inner = source[opened + 1 : closed]
        if out[-1].endswith("="):
            out.append('""')
        elif literal := _LITERAL.match(inner):
            out.append(html.escape(_value(literal[1])))
        elif shown := _TAG.search(inner):
            # an expression that shows markup, such as a condition or a loop: read on at its first element
            position = opened + 1 + shown.start()
            continue
        position = closed + 1
    out.append(source[position:])
    return _LEFTOVER.sub("> <", "".join(out))


def _closing(source: str, opened: int) -> int:
    """Index of the brace that closes the one at `opened`; the end of the source if there is none."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(source, opened):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(source)


def _html_of_strings(source: str) -> str:
    """Strings that read as prose, one paragraph each."""
    values = (_value(m[0]) for m in _STRING.finditer(source))
    prose = (v for v in values if len(v.split()) >= 4 and "className" not in v)
    return "\n".join(v if _TAG.search(v) else f"<p>{html.escape(v)}</p>" for v in prose)


def _value(literal: str) -> str:
    """The text of a string literal, its common escapes undone."""
    body = literal[1:-1].replace("\\n", "\n")
    return re.sub(r"\\(.)", r"\1", body)
