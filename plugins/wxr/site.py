"""What an export says for all of its posts: the site, its authors by their logins, and its pictures by their numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from newsarchive import Media
from newsarchive.text import one_line

from .._feed_entry import children, text_of
from .._feed_media import kind_of
from .._feed_text import headline_of

#: Types of items that are no texts: WordPress's own, and those of common plugins. A type that a site made may be one.
_NO_TEXTS = frozenset(
    """
    attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template
    wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face feedback product product_variation shop_order
    shop_coupon acf-field acf-field-group elementor_library wpcf7_contact_form mc4wp-form tablepress_table jp_pay_order
    """.split()  # noqa: SIM905  # a list of words is read as one
)


class Site:
    """The channel, and what has to be known of all items before one is read."""

    def __init__(self, channel: Any, items: Sequence[Any]) -> None:
        left = children(next(channel.iter("{*}channel"), channel))
        self.title = headline_of(_first(left, "title"))
        self.language = _first(left, "language")
        self.base = _first(left, "wp:base_blog_url") or _first(left, "link") or None
        self.names = dict(map(_named, left.get("wp:author", ())))
        self.pictures: dict[str, Media] = {}
        self.of_parent: dict[str, list[Media]] = {}
        self.others: dict[str, int] = {}
        for item in items:
            if type_of(item) == "attachment":
                self._attach(children(item))

    def _attach(self, said: Mapping[str, list[Any]]) -> None:
        address = _first(said, "wp:attachment_url") or _first(said, "guid")
        meta = dict(map(meta_of, said.get("wp:postmeta", ())))
        caption = headline_of(_first(said, "excerpt:encoded")) or one_line(meta.get("_wp_attachment_image_alt", ""))
        if address:
            medium = Media(kind_of(None, address), url=address, caption=caption or None)
            self.pictures[_first(said, "wp:post_id")] = medium
            self.of_parent.setdefault(_first(said, "wp:post_parent"), []).append(medium)

    def is_text(self, kind: str) -> bool:
        """Whether items of a type are texts; those that are none are counted."""
        if kind not in _NO_TEXTS:
            return True
        self.others[kind] = self.others.get(kind, 0) + 1
        return False


def type_of(item: Any) -> str:
    """An item's `wp:post_type`; what states none is a post."""
    element = item.find("{*}post_type")
    return text_of(element).strip() if element is not None else "post"


def meta_of(element: Any) -> tuple[str, str]:
    """A `wp:postmeta`: key and value."""
    said = children(element)
    return _first(said, "wp:meta_key"), _first(said, "wp:meta_value")


def _named(author: Any) -> tuple[str, str]:
    """A `wp:author`: the login, and the name as the site shows it."""
    said = children(author)
    full = f"{_first(said, 'wp:author_first_name')} {_first(said, 'wp:author_last_name')}".strip()
    login = _first(said, "wp:author_login")
    return login, one_line(_first(said, "wp:author_display_name") or full or login)


def _first(said: Mapping[str, list[Any]], name: str) -> str:
    return next((text_of(each).strip() for each in said.get(name, ())), "")
