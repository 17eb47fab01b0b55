"""Expressions on text: scrubbing addresses, subjects of commits, short names of refs, derived ids."""

from typing import Any

import ibis
import ibis.expr.types as ir

from handiwork.privacy.addresses import PATTERN

__all__ = ["derived_id", "instant", "md5", "ref_name", "scrubbed", "sha1", "subject"]

_MERGE_FROM = r"^(Merge pull request #[0-9]+) from .*$"


@ibis.udf.scalar.builtin(name="sha1", signature=(("string",), "string"))  # type: ignore[untyped-decorator]
def _sha1(text: Any) -> Any:
    """Name the engine's SHA-1: 40 hex digits."""


@ibis.udf.scalar.builtin(name="md5", signature=(("string",), "string"))  # type: ignore[untyped-decorator]
def _md5(text: Any) -> Any:
    """Name the engine's MD5: 32 hex digits."""


def sha1(text: ir.StringValue) -> ir.StringValue:
    """Return the SHA-1 of a text, 40 hex digits."""
    return _sha1(text)


def md5(text: ir.StringValue) -> ir.StringValue:
    """Return the MD5 of a text, 32 hex digits."""
    return _md5(text)


def scrubbed(text: ir.StringValue) -> ir.StringValue:
    """Replace e-mail addresses by ``(address)``; texts without an @ are not searched."""
    return ibis.cases((text.contains("@"), text.re_replace(PATTERN, "(address)")), else_=text)


def subject(message: ir.StringValue) -> ir.StringValue:
    """Return the first line of a commit message, scrubbed, without the login of a merge line, ≤ 200 characters."""
    end = message.find("\n")
    first = ibis.cases((end >= 0, message.substr(0, end)), else_=message).strip()
    return scrubbed(first.re_replace(_MERGE_FROM, r"\1")).substr(0, 200)


def ref_name(ref: ir.StringValue) -> ir.StringValue:
    """Return a branch or tag without its ``refs/heads/`` or ``refs/tags/``."""
    short = ibis.cases(
        (ref.startswith("refs/heads/"), ref.substr(len("refs/heads/"))),
        (ref.startswith("refs/tags/"), ref.substr(len("refs/tags/"))),
        else_=ref,
    )
    return scrubbed(short)


def instant(at: ir.TimestampValue) -> ir.TimestampValue:
    """Return an instant with a zone as a naive one in UTC; the engine's session is in UTC."""
    return at.cast("timestamp")


def derived_id(*parts: ir.Value) -> ir.IntegerValue:
    """Return a negative 60-bit id from the content of an event that has no id of its own."""
    texts = [part.cast("string").fill_null("") for part in parts]
    digest = md5(ibis.literal("\x1f").join(texts))
    return -(ibis.literal("0x").concat(digest.substr(0, 15)).cast("int64"))
