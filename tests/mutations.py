"""A strategy of bytes near a seed: flipped, cut, repeated, moved, and with what parsers trip over put in."""

from hypothesis import strategies as st

__all__ = ["AWKWARD", "mutated"]

AWKWARD: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "\u202e\u2066\u200f".encode(),
    "²٣".encode(),
    b"\x1b]8;;x\x07",
    b"\r\n",
    b"\\ud800",
    b"\\u0000",
    b"-1",
    b"1e999",
    b"NaN",
    b"-Infinity",
    b"99999999999999999999999",
    b"9" * 5000,
    b"0000-00-00",
    b"9999-12-31T23:59:59-14:00",
    b"[" * 3000,
    b'{"a":' * 3000,
    b"(" * 3000,
    b"null",
    b"true",
    b'""',
    b"[]",
    b"{}",
    b'{"a": [null]}',
    b"../../etc/passwd",
    b"%00",
    b"{{7*7}}",
    b"=1+1",
    b"!!python/object/apply:os.system [x]",
    b"&a [*a, *a]",
)


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Return one of the seeds after one to six changes."""
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        change = draw(st.sampled_from(("flip", "cut", "put in", "repeat", "splice", "replace a value")))
        if change == "flip" and start < len(content):
            content = content[:start] + bytes([content[start] ^ draw(st.integers(1, 255))]) + content[start + 1 :]
        elif change == "cut":
            content = content[:start] + content[end:]
        elif change == "put in":
            content = content[:start] + draw(st.sampled_from(AWKWARD)) + content[start:]
        elif change == "repeat":
            content = content[:end] + content[start:end] * draw(st.sampled_from((1, 2, 500))) + content[end:]
        elif change == "splice":
            other = draw(st.sampled_from(seeds))
            content = content[:start] + other[draw(st.integers(0, len(other))) :]
        else:
            content = _with_another_value(content, start, draw(st.sampled_from(AWKWARD)))
    return content


def _with_another_value(content: bytes, start: int, value: bytes) -> bytes:
    """Put a value in the place of the next one after a colon or a comma, up to what ends it."""
    at = next((i for i in range(start, len(content)) if content[i : i + 1] in {b":", b",", b"=", b"["}), None)
    if at is None:
        return content
    end = next(
        (i for i in range(at + 1, len(content)) if content[i : i + 1] in {b",", b"}", b"]", b"\n", b"&"}), at + 1
    )
    return content[: at + 1] + value + content[end:]
