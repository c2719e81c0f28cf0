"""Write a folder of news texts of about 3.5 KB each, the same for the same numbers in every run.

Words and names are invented. A third each are signed, dated and plain texts, a fifth of them all hard-wrapped, and one
file in ten repeats an earlier one byte for byte. Usage: python benchmarks/generate.py FOLDER [COUNT]
"""

import argparse
import itertools
import random
import textwrap
from collections.abc import Callable
from pathlib import Path

SIZE = 3_500  # bytes of a text, on average
REPEATED = 10  # every tenth file is the copy of an earlier one
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st str t th tr v w".split()  # noqa: SIM905  # words read best as words
_VOWELS = "a e i o u ai ea ee ie oa ou é".split()  # noqa: SIM905  # words read best as words
_VOWEL_WEIGHTS = [12, 14, 10, 11, 6, 2, 3, 2, 1, 2, 3, 0.2]
_CODAS = ["", "", "", "n", "r", "s", "t", "l", "d", "m", "nd", "st", "ck", "ng", "rt"]
_SMALL = "the of to and in a that is for on with as by at from it was he she they has have will not be".split()  # noqa: SIM905  # words read best as words
_AGENCIES = "AFP IP NWS ANX".split()  # noqa: SIM905  # words read best as words
_INITIALS = "ABCDEFGHJKLMNOPRSTVW"


class Language:
    """An invented language: a vocabulary, sentences made of it, and names."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = sorted({self._word() for _ in range(6_000)})
        self.random.shuffle(self.words)
        ranks = [1 / (rank + 10) for rank in range(len(self.words))]  # Zipf's law, flattened at the top
        self.vocabulary = self.words + _SMALL
        self.weights = list(itertools.accumulate(ranks + [sum(ranks) * 0.8 / len(_SMALL)] * len(_SMALL)))
        self.names = [word.capitalize() for word in self.words if 4 <= len(word) <= 9]
        self.sentences = [self._sentence() for _ in range(20_000)]

    def _word(self) -> str:
        pick = self.random.choice
        vowels = self.random.choices(_VOWELS, _VOWEL_WEIGHTS, k=4)
        return "".join(pick(_ONSETS) + vowels[syllable] + pick(_CODAS) for syllable in range(pick((1, 1, 2, 2, 2, 3))))

    def _sentence(self) -> str:
        words = self.random.choices(self.vocabulary, cum_weights=self.weights, k=self.random.randint(8, 24))
        if self.random.random() < 0.3:
            words[self.random.randrange(1, len(words))] = self.random.choice(self.names)
        text = " ".join(words)
        text = text[0].upper() + text[1:]
        if self.random.random() < 0.15:
            opening, closing = self.random.choice(('""', "“”"))
            return f"{opening}{text},{closing} {self.random.choice(self.names)} said."
        return text + "."

    def headline(self) -> str:
        words = self.random.choices(self.vocabulary, cum_weights=self.weights, k=self.random.randint(5, 10))
        words[self.random.randrange(len(words))] = self.random.choice(self.names)
        return " ".join([words[0].capitalize(), *words[1:]])

    def paragraphs(self, size: int) -> list[str]:
        """Paragraphs of one to three sentences, `size` characters in all."""
        found: list[str] = []
        while size > 0:
            found.append(" ".join(self.random.choices(self.sentences, k=self.random.choice((1, 1, 2, 3)))))
            size -= len(found[-1]) + 2
        return found

    def length(self) -> int:
        return max(400, round(self.random.gauss(SIZE - 180, SIZE / 5)))


def signed(language: Language) -> str:
    """A wire story: headline, paragraphs, perhaps a crosshead, and a byline at the end."""
    paragraphs = language.paragraphs(language.length())
    if language.random.random() < 0.5:
        paragraphs.insert(len(paragraphs) // 2, f"- {language.headline()}? -")
    signature = f"{language.random.choice(_INITIALS)}.{language.random.choice(language.names)}"
    return "\n".join([language.headline(), *paragraphs, f"{signature}--{language.random.choice(_AGENCIES)}"])


def dated(language: Language) -> str:
    """A text that begins with its date, paragraphs between blank lines, perhaps a credit line."""
    pick = language.random.randint
    paragraphs = language.paragraphs(language.length())
    if language.random.random() < 0.3:
        paragraphs.insert(2, f"Source: {language.random.choice(_AGENCIES)}")
    return f" date {pick(2015, 2025)}-{pick(1, 12):02}-{pick(1, 28):02} " + "\n\n".join(paragraphs) + "\n"


def plain(language: Language) -> str:
    """A headline, a blank line, and paragraphs, often hard-wrapped."""
    paragraphs = language.paragraphs(language.length())
    if language.random.random() < 0.6:
        paragraphs = [textwrap.fill(paragraph, 72, break_on_hyphens=False) for paragraph in paragraphs]
    return "\n\n".join([language.headline(), *paragraphs]) + "\n"


SHAPES: tuple[Callable[[Language], str], ...] = (signed, dated, plain)


def generate(folder: Path, count: int, per_folder: int = 100, seed: int = 1) -> int:
    """Write `count` files below `folder` and return the number of bytes.

    Memory stays flat whatever the count: what is repeated is read again. The first n files of a larger folder are those of
    a smaller one, with the same seed and files in a folder.
    """
    language = Language(seed)
    chance = language.random
    size = 0
    for number in range(count):
        if number % per_folder == 0:
            _place(folder, number, per_folder).parent.mkdir(parents=True)
        if number % REPEATED == REPEATED - 1:
            original = chance.randrange(number - number // REPEATED)  # counts those that repeat nothing
            data = _place(folder, original + original // (REPEATED - 1), per_folder).read_bytes()
        else:
            data = chance.choice(SHAPES)(language).encode()
        _place(folder, number, per_folder).write_bytes(data)
        size += len(data)
    return size


def _place(folder: Path, number: int, per_folder: int) -> Path:
    return folder / f"{number // per_folder:04}" / f"{number:06}.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="is created; must not hold the same sub-folders yet")
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--per-folder", type=int, default=100, help="files in each sub-folder (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other texts (default: 1)")
    options = parser.parse_args()
    size = generate(options.folder, options.count, options.per_folder, options.seed)
    print(f"{options.count:,} files, {size:,} bytes, {size / max(options.count, 1):,.0f} bytes each")


if __name__ == "__main__":
    main()
