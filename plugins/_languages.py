"""Languages by their English names, as databases print them."""

#: ISO 639-1 by the name of ISO 639-2's list, where that is one word.
_TAGS = """
afrikaans af albanian sq arabic ar armenian hy azerbaijani az basque eu belarusian be bengali bn bosnian bs bulgarian bg
burmese my catalan ca chinese zh croatian hr czech cs danish da dutch nl english en estonian et finnish fi french fr
galician gl georgian ka german de greek el gujarati gu hebrew he hindi hi hungarian hu icelandic is indonesian id irish ga
italian it japanese ja kazakh kk korean ko latvian lv lithuanian lt macedonian mk malay ms malayalam ml maltese mt marathi mr
norwegian no persian fa polish pl portuguese pt punjabi pa romanian ro russian ru serbian sr slovak sk slovenian sl somali so
spanish es swahili sw swedish sv tamil ta telugu te thai th turkish tr ukrainian uk urdu ur uzbek uz vietnamese vi welsh cy
""".split()  # noqa: SIM905  # a list of words is read as one
_BY_NAME = dict(zip(_TAGS[::2], _TAGS[1::2], strict=True))


def language_of(name: str) -> str | None:
    """BCP 47 of a language by its English name, or None if it is none that is known."""
    return _BY_NAME.get(name.strip().lower())
