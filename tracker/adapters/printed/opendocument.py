"""What texts and spreadsheets of OpenDocument have in common: the archive and its metadata."""

from collections.abc import Mapping
from datetime import UTC
from importlib import resources

from lxml import etree

from tracker.adapters.messages import Messages
from tracker.adapters.printed.archives import packed
from tracker.adapters.printed.elements import Maker, as_bytes
from tracker.adapters.printed.odt_text import filled, make
from tracker.adapters.printed.texts import language_and_country, reference_date_of
from tracker.domain.printed import Printed

_MANIFEST = "META-INF/manifest.xml"
_manifest = Maker({"manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"})
_VERSION = "1.3"
_MEDIA_TYPES = {"xml": "text/xml", "png": "image/png"}


def packed_document(media_type: str, files: Mapping[str, bytes]) -> bytes:
    """The archive, which starts with its type and lists what it holds."""
    entries = [
        _manifest(
            "manifest:file-entry",
            {
                "manifest:full-path": "/",
                "manifest:version": _VERSION,
                "manifest:media-type": media_type,
            },
        ),
        *(
            _manifest(
                "manifest:file-entry",
                {
                    "manifest:full-path": name,
                    "manifest:media-type": _MEDIA_TYPES[name.rpartition(".")[2]],
                },
            )
            for name in files
        ),
    ]
    manifest = _manifest("manifest:manifest", {"manifest:version": _VERSION}, *entries)
    return packed(
        {"mimetype": media_type.encode(), **files, _MANIFEST: as_bytes(manifest)},
        stored=frozenset({"mimetype"}),
    )


def template(name: str) -> etree._Element:
    """A template of this package."""
    source = resources.files(__package__).joinpath(name).read_bytes()
    return etree.fromstring(source, etree.XMLParser(remove_blank_text=True))


def found(tree: etree._Element, path: str) -> etree._Element:
    """The element at a path that a template has."""
    element = tree.find(path, make.namespaces)
    if element is None:
        raise LookupError(path)
    return element


def set_language(properties: etree._Element, tag: str) -> None:
    """Say in which language texts with these properties are."""
    language, country = language_and_country(tag)
    properties.set(make.name("fo:language"), language)
    properties.set(make.name("fo:country"), country)


def page_number(element: etree._Element, messages: Messages) -> None:
    """Append 'Pagina 1 van 1', which the program that opens it counts."""
    before, between, after = messages.text(
        "Pagina %(page)s van %(pages)s", page="\n", pages="\n"
    ).split("\n")
    filled(element, before)
    element.append(make("text:page-number", {"text:select-page": "current"}, "1"))
    filled(element, between)
    element.append(make("text:page-count", {}, "1"))
    filled(element, after)


def metadata(document: Printed, messages: Messages) -> bytes:
    """The file with the title and all that is told about the document."""
    made_at = document.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    reference = {"meta:name": messages.text("Peildatum"), "meta:value-type": "date"}
    told = (
        make("meta:generator", {}, "Nakoming"),
        make("dc:title", {}, document.title),
        make("dc:subject", {}, document.subject),
        make("meta:keyword", {}, reference_date_of(document, messages)),
        make("meta:initial-creator", {}, document.author),
        make("dc:creator", {}, document.author),
        make("meta:creation-date", {}, made_at),
        make("dc:date", {}, made_at),
        make("dc:language", {}, document.language),
        make("meta:editing-cycles", {}, "1"),
        make("meta:user-defined", reference, document.reference_date.isoformat()),
    )
    root = make(
        "office:document-meta", {"office:version": _VERSION}, make("office:meta", {}, *told)
    )
    return as_bytes(root)
