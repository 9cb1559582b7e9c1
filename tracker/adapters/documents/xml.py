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
