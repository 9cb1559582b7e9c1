"""XML elements, made quickly and by their usual names ('text:p')."""

from collections.abc import Mapping

from lxml import etree

Child = etree._Element | str


class Maker:
    """Makes elements of one vocabulary."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = dict(namespaces)
        self._full_names: dict[str, str] = {}

    def __call__(
        self, tag: str, attributes: Mapping[str, str] | None = None, *children: Child
    ) -> etree._Element:
        """An element; a text among its children stands between the elements around it."""
        named = {self.name(key): value for key, value in (attributes or {}).items()}
        element = etree.Element(self.name(tag), named, self.namespaces)
        fill(element, children)
        return element

    def name(self, prefixed: str) -> str:
        """The full name of an element or attribute."""
        full = self._full_names.get(prefixed)
        if full is None:
            prefix, _, local = prefixed.rpartition(":")
            full = f"{{{self.namespaces[prefix]}}}{local}" if prefix else prefixed
            self._full_names[prefixed] = full
        return full


def fill(element: etree._Element, children: tuple[Child, ...] | list[Child]) -> None:
    """Append elements and texts in their order."""
    last = element[-1] if len(element) else None
    for child in children:
        if not isinstance(child, str):
            element.append(child)
            last = child
        elif last is None:
            element.text = (element.text or "") + child
        else:
            last.tail = (last.tail or "") + child


def as_bytes(root: etree._Element) -> bytes:
    """The file of an element."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
