"""XML of strangers, read without entities, outside files or great depth."""

import html

from lxml import etree

from tracker.domain.errors import DomainError


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML document. Raises DomainError `document.broken` and `document.unsafe`."""
    if b"<!ENTITY" in content.replace(b"\0", b""):
        raise DomainError("document.unsafe")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DomainError("document.broken") from error


def named_entity(node: etree._Element) -> str:
    """The character of a reference such as &eacute; that the document does not define."""
    return html.unescape(node.text or "") if isinstance(node, etree._Entity) else ""


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; '' of a comment or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute of an element by its name, in whatever namespace it is."""
    if element is not None:
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == name:
                return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element that a path of names leads to, in whatever namespace they are."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element
