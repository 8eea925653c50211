"""Mails (EML) and web pages saved as one file (MHTML): the text is a document, and so is each attachment."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers import html, text
from supplychain_check.readers.box import Box, Member, harmless, over_limit
from supplychain_check.readers.builder import Draft, clean
from supplychain_check.readers.encoding import decode, looks_like_text
from supplychain_check.readers.limits import MAX_MEMBERS

NAME = "mail"
MEDIA_TYPES = ("message/rfc822",)
EXTENSIONS = (".eml", ".mht", ".mhtml")

if TYPE_CHECKING:
    Part: TypeAlias = Message[str, str]
else:
    # generic for the type checker alone, before Python 3.13
    Part = Message

_HEADER = re.compile(rb"([!-9;-~]{1,76}):|[ \t]")
_NEEDED = frozenset({b"from", b"subject", b"mime-version"})
_CERTAIN = frozenset({b"mime-version", b"message-id", b"received", b"return-path", b"content-type", b"x-unsent"})
_USUAL = frozenset({b"to", b"date", b"subject"})
_NEXT_MAIL = re.compile(rb"\n\r?\nFrom \S+ .*\d{4}\r?\n[!-9;-~]+:")
_DEEPEST = 40
_LONGEST_HEADER = 1_000
_SUFFIX = {"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "application/pdf": ".pdf"}
_WITHOUT_WORDS = frozenset(
    "application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature text/css"
    " application/javascript text/javascript".split()
)
_ODD = (LookupError, ValueError, TypeError, AttributeError, MessageError, RecursionError)
"""What the mail library raises on mail that breaks the rules."""


@dataclass(frozen=True)
class _Leaf:
    """A part without parts, or a whole mail inside a mail.

    Attributes:
        body: belongs to the text of the mail.
        decoration: is shown inside the text, as a logo.
    """

    part: Part
    body: bool = False
    decoration: bool = False


def sniff(data: bytes, name: str) -> bool:
    """Whether the file starts with the headers of a mail."""
    found = _header_names(data[:65536])
    if not found & _NEEDED:
        return False
    return bool(found & _CERTAIN) or (name.lower().endswith(EXTENSIONS) and len(found & (_USUAL | _NEEDED)) > 1)


def read(data: bytes, name: str) -> Draft:
    """Read the text of a mail. Its attachments are files of their own: see `open_box`.

    Raises:
        InputProblem: it is encrypted, or built in a way that no mail program does.
    """
    message = _parse(data, name)
    pieces = [(leaf.part.get_content_subtype(), _text(leaf.part)) for leaf in _leaves(message) if leaf.body]
    pieces = [(kind, piece) for kind, piece in pieces if piece.strip()]
    if any(kind == "html" for kind, _ in pieces):
        page = "\n".join(piece if kind == "html" else _as_html(piece) for kind, piece in pieces)
        draft = html.read(page.encode("utf-8", "replace"), "mail.html")
    else:
        draft = text.read("\n\n".join(piece for _, piece in pieces).encode("utf-8", "replace"), "mail.txt")
    return Draft(draft.text, draft.blocks, draft.pages, draft.lines, _metadata(message), draft.warnings)


def open_box(data: bytes, name: str) -> Box:
    """List the attachments of a mail.

    Raises:
        InputProblem: as `read`.
    """
    message = _parse(data, name)
    leaves = list(_leaves(message))
    words = sum(len(_text(leaf.part).split()) for leaf in leaves if leaf.body)
    attached = [leaf for leaf in leaves if not leaf.body]
    members = tuple(_member(leaf, number) for number, leaf in enumerate(attached, start=1))
    about = {f"mail {key}": value for key, value in _metadata(message).items()}
    # a mail with nothing in it is read for its text, which then says that there is none
    return Box(members, words if members else max(words, 1), about)


# --- headers ------------------------------------------------------------------------------------------


def _header_names(head: bytes) -> set[bytes]:
    """Names of the headers, in lower case, if the text starts with headers and a blank line follows."""
    found: set[bytes] = set()
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").split(b"\n")
    for number, line in enumerate(lines):
        if not line.strip():
            break
        header = _HEADER.match(line)
        if header and header[1]:
            found.add(header[1].lower())
        elif not (header and found) and not (number == 0 and line.startswith(b"From ")):
            return set()
    return found


def _metadata(message: Part) -> dict[str, str]:
    """Who wrote, when, and on what."""
    found = {key: _header(message, key) for key in ("from", "date", "subject")}
    try:
        found["date"] = parsedate_to_datetime(found["date"]).isoformat()
    except (*_ODD, OverflowError):
        # a date that nobody can read is kept as it was written
        pass
    return {key: value for key, value in found.items() if value}


def _header(message: Part, name: str) -> str:
    try:
        raw = str(message.get(name, ""))[:_LONGEST_HEADER]
        return clean(str(make_header(decode_header(raw))))
    except (*_ODD, HeaderParseError):
        return ""


# --- parts --------------------------------------------------------------------------------------------


def _parse(data: bytes, name: str) -> Part:
    if _NEXT_MAIL.search(data) and data.startswith(b"From "):
        raise InputProblem(
            f"{name} is a mailbox of several mails.",
            "Save the mails that hold the documents one by one.",
            reason=UnreadableReason.UNSUPPORTED,
        )
    if data.count(b"\n--") > 4 * MAX_MEMBERS:
        raise over_limit(f"{name} has more than {MAX_MEMBERS:,} parts, the limit for a mail")
    try:
        message = message_from_bytes(data)
    except _ODD as problem:
        raise _nested_too_deep(name) from problem
    if message.get_content_type() == "multipart/encrypted" or _enveloped(message):
        raise InputProblem(
            f"{name} is an encrypted mail.",
            "Open it in your mail program and save its text and attachments.",
            reason=UnreadableReason.PASSWORD,
        )
    if _depth(message) > _DEEPEST:
        raise _nested_too_deep(name)
    return message


def _nested_too_deep(name: str) -> InputProblem:
    return over_limit(f"{name} nests its parts deeper than any mail program does")


def _enveloped(message: Part) -> bool:
    return message.get_content_type() in {"application/pkcs7-mime", "application/x-pkcs7-mime"}


def _depth(message: Part) -> int:
    deepest, stack = 0, [(message, 0)]
    while stack:
        part, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in _children(part))
    return deepest


def _children(part: Part) -> list[Part]:
    return [child for child in part.get_payload() if isinstance(child, Message)] if part.is_multipart() else []


def _leaves(part: Part, *, decoration: bool = False) -> Iterator[_Leaf]:
    """The parts that hold something, in order; of several versions of a text only the best."""
    kind = part.get_content_type()
    children = _children(part)
    if kind == "message/rfc822" or not children:
        yield _leaf(part, decoration=decoration)
    elif kind == "multipart/alternative":
        versions = [list(_leaves(child, decoration=decoration)) for child in children]
        best = max(range(len(versions)), key=lambda n: (_worth(versions[n]), n))
        yield from versions[best]
        # a calendar entry or the like may be attached as one more version
        for number, version in enumerate(versions):
            yield from (leaf for leaf in version if number != best and not leaf.body)
    else:
        related = kind == "multipart/related"
        for number, child in enumerate(children):
            yield from _leaves(child, decoration=decoration or (related and number > 0))


def _leaf(part: Part, *, decoration: bool) -> _Leaf:
    kind = part.get_content_type()
    named = bool(_filename(part)) or part.get_content_disposition() == "attachment"
    if kind in {"text/plain", "text/html", "text/"} and not named:
        return _Leaf(part, body=not decoration, decoration=decoration)
    shown = part.get_content_maintype() in {"image", "font", "audio", "video"} and bool(
        decoration or part["Content-ID"]
    )
    return _Leaf(part, decoration=shown or kind in _WITHOUT_WORDS)


def _worth(version: list[_Leaf]) -> int:
    """HTML with text above plain text above nothing."""
    with_text = [leaf.part for leaf in version if leaf.body and _text(leaf.part).strip()]
    return 2 if any(part.get_content_subtype() == "html" for part in with_text) else int(bool(with_text))


def _text(part: Part) -> str:
    try:
        charset = str(part.get_param("charset") or "")
    except _ODD:
        charset = ""
    data = _payload(part)
    return decode(data, charset) if looks_like_text(data) else ""


def _as_html(plain: str) -> str:
    paragraphs = re.split(r"\n\s*\n", plain.replace("\r\n", "\n"))
    return "".join(f"<p>{escaping.escape(paragraph)}</p>" for paragraph in paragraphs)


def _payload(part: Part) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _ODD:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _forwarded(part: Part) -> bytes:
    """A mail inside a mail, as it would stand alone."""
    try:
        return b"".join(child.as_bytes() for child in _children(part)[:1])
    except _ODD:
        return b""


# --- attachments --------------------------------------------------------------------------------------


def _member(leaf: _Leaf, number: int) -> Member:
    part = leaf.part
    is_mail = part.get_content_type() == "message/rfc822"
    load: Callable[[], bytes] = partial(_forwarded if is_mail else _payload, part)
    return Member(harmless(_filename(part)) if _filename(part) else _own_name(part, number), load,
                  decoration=leaf.decoration)  # fmt: skip


def _own_name(part: Part, number: int) -> str:
    """A name for an attachment that has none."""
    children = _children(part)
    if part.get_content_type() == "message/rfc822":
        subject = harmless(re.sub(r"[\\/]+", " ", _header(children[0], "subject")))[:60] if children else ""
        return f"{subject or 'forwarded'} ({number}).eml"
    return f"attachment {number}{_SUFFIX.get(part.get_content_type(), '')}"


def _filename(part: Part) -> str:
    try:
        name = part.get_filename() or ""
        return clean(str(make_header(decode_header(name[:_LONGEST_HEADER]))))
    except (*_ODD, HeaderParseError):
        return ""
