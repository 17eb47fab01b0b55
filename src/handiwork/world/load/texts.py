"""Texts of the load world: pools of sentences, titles, hunks and names, drawn from by number.

Every text is a JSON string's inside, already escaped, in UTF-8.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from handiwork.world.dice import dice
from handiwork.world.load.chance import below, skewed, uniform
from handiwork.world.phrases import phrases

__all__ = ["Texts", "literal", "words"]

_POOL = 1 << 13
_RARE = 30_000


@cache
def words() -> dict[str, list[str]]:
    """Return the lists of ``words.toml`` by their names; do not change them."""
    found: dict[str, list[str]] = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    return found


def literal(value: object) -> bytes:
    """Return a value as JSON, as the archive writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Texts:
    """Pools of texts that follow from a seed."""

    seed: int

    def titles(self, keys: npt.ArrayLike) -> list[bytes]:
        """Return titles: half of them short, half with a second part."""
        first = self._pick(self._phrases, keys, 1)
        second = self._pick(self._phrases, keys, 2)
        plain = (uniform(keys, 3) < 0.55).tolist()
        return [a if alone else a + b" " + b for a, b, alone in zip(first, second, plain, strict=True)]

    def messages(self, keys: npt.ArrayLike) -> list[bytes]:
        """Return commit messages: mostly a title, one in five with a body."""
        return [
            a + b"\\n\\n" + b if b else a for a, b in zip(self.titles(keys), self.bodies(keys, 0.2, 3.0), strict=True)
        ]

    def bodies(self, keys: npt.ArrayLike, filled: float, sentences: float) -> list[bytes]:
        """Return longer texts; ``filled`` is the share that is not empty, ``sentences`` the mean length of those."""
        draws = uniform(keys, 4)
        lengths = 1 + np.floor(np.log1p(-uniform(keys, 5)) / np.log1p(-1.0 / (sentences + 0.01))).astype(np.int64)
        starts = below(keys, 6, _POOL).tolist()
        steps = (1 + 2 * below(keys, 7, _POOL // 2)).tolist()
        pool, last = self._sentences, _POOL - 1
        return [
            b"\\r\\n".join([pool[start + turn * step & last] for turn in range(min(length, 40))])
            if draw < filled
            else b""
            for draw, length, start, step in zip(draws.tolist(), lengths.tolist(), starts, steps, strict=True)
        ]

    def hunks(self, keys: npt.ArrayLike) -> list[bytes]:
        """Return the pieces of differences that comments on lines are about."""
        return self._pick(self._hunks, keys, 8)

    def descriptions(self, keys: npt.ArrayLike) -> list[bytes]:
        """Return descriptions of repositories as JSON, a third of them null."""
        made = self._pick(self._phrases, keys, 9)
        more = self._pick(self._phrases, keys, 10)
        filled = (uniform(keys, 11) < 0.66).tolist()
        return [b'"%b %b"' % (a, b) if full else b"null" for a, b, full in zip(made, more, filled, strict=True)]

    def choices(self, name: str, keys: npt.ArrayLike, salt: int) -> list[bytes]:
        """Return words of one of the lists of ``words.toml``, the first ones more often."""
        pool = self._lists[name]
        draws = skewed(uniform(keys, salt), len(pool), steepness=0.7, shoulder=1.0)
        return [pool[i] for i in draws.tolist()]

    # --- private ---

    def _pick(self, pool: list[bytes], keys: npt.ArrayLike, salt: int) -> list[bytes]:
        return [pool[i] for i in below(keys, salt + 100 * self.seed, len(pool)).tolist()]

    @cached_property
    def _lists(self) -> dict[str, list[bytes]]:
        return {name: [literal(word)[1:-1] for word in listed] for name, listed in words().items()}

    @cached_property
    def _vocabulary(self) -> list[str]:
        """Common words first, then rarer and rarer invented ones."""
        plain, parts = words(), phrases()
        r = dice(self.seed, "load", "words")
        syllables = [*parts["heads"], *parts["tails"]]
        rare = {"".join(r.choices(syllables, k=2 + r.randrange(2))) for _ in range(_RARE)}
        return [*plain["small"], *plain["plain"], *plain["things"], *sorted(rare, key=lambda word: (len(word), word))]

    def _drawn(self, count: int, salt: int) -> list[str]:
        ranks = skewed(uniform(np.arange(count), salt + self.seed), len(self._vocabulary), steepness=0.86, shoulder=4.0)
        return [self._vocabulary[i] for i in ranks.tolist()]

    @cached_property
    def _phrases(self) -> list[bytes]:
        r = dice(self.seed, "load", "phrases")
        pool = self._drawn(8 * _POOL, 50)
        verbs, foreign = words()["verbs"], phrases()["foreign_titles"]
        made = []
        for turn in range(_POOL):
            inner = " ".join(pool[8 * turn : 8 * turn + 1 + min(6, int(r.expovariate(0.5)))])
            text = f"{r.choice(verbs)} {inner}" if r.random() < 0.6 else inner
            text = r.choice(foreign).format(thing=inner) if r.random() < 0.05 else text
            made.append(literal(text[:1].upper() + text[1:] if r.random() < 0.6 else text)[1:-1])
        return made

    @cached_property
    def _sentences(self) -> list[bytes]:
        r = dice(self.seed, "load", "sentences")
        pool = self._drawn(24 * _POOL, 51)
        made = []
        for turn in range(_POOL):
            text = " ".join(pool[24 * turn : 24 * turn + 3 + min(20, int(r.expovariate(0.11)))])
            kind = r.random()
            if kind < 0.12:
                text = f"    {text.replace(' ', '_')}({r.randrange(1 << 16):#x})"
            elif kind < 0.2:
                link = f"https://{pool[24 * turn]}.example.org/{r.randrange(1 << 20):x}"
                text = f"- [{'x' if r.random() < 0.5 else ' '}] {text} {link}"
            elif kind < 0.24:
                text = f"> {text} 🙏 #{r.randrange(9999)}"
            made.append(literal(text[:1].upper() + text[1:])[1:-1])
        return made

    @cached_property
    def _hunks(self) -> list[bytes]:
        r = dice(self.seed, "load", "hunks")
        pool = self._drawn(16 * _POOL, 52)
        made = []
        for turn in range(_POOL // 4):
            inner = pool[64 * turn : 64 * turn + 64]
            at = r.randrange(900)
            lines = [f"@@ -{at},{r.randrange(9)} +{at},{r.randrange(40)} @@ def {inner[0]}({inner[1]}):"]
            for _ in range(2 + min(14, int(r.expovariate(0.18)))):
                pad = " " * 4 * (1 + r.randrange(3))
                lines.append(
                    f"{r.choice('+- ')}{pad}{r.choice(inner)}.{r.choice(inner)}({r.choice(inner)}, {r.randrange(99)})"
                )
            made.append(literal("\n".join(lines))[1:-1])
        return made
