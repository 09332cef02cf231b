"""XMP: metadata as RDF in XML. Read into a small tree; what may stay is written from scratch.

Sources: ISO 16684-1; IPTC Photo Metadata Standard 2023.1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.imaging import xml
from linkepix.imaging.blocks import clean, finding
from linkepix.imaging.xml import Node, UnfitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkepix.model.picture_info import Finding

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
XMP = "http://ns.adobe.com/xap/1.0/"
CAMERA_APP = "http://ns.google.com/photos/1.0/camera/"

NAMESPACES = {
    RDF: "rdf",
    _XML: "xml",
    "http://purl.org/dc/elements/1.1/": "dc",
    XMP: "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xap/1.0/sType/Dimensions#": "stDim",
    "http://ns.adobe.com/xmp/sType/Area#": "stArea",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://creativecommons.org/ns#": "cc",
    "http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
}
"""What may stay when only the place goes. A namespace that is not listed may hold a place under any name."""

_CREDIT = frozenset(
    {"dc creator", "dc rights", "photoshop Credit", "photoshop AuthorsPosition", "photoshop Source", "xmpRights Marked"}
    | {"xmpRights WebStatement", "xmpRights UsageTerms", "xmpRights Owner", "cc license", "cc attributionName"}
    | {"cc attributionURL", "plus ImageCreator", "plus CopyrightOwner", "plus Licensor"}
    | {"tiff Artist", "tiff Copyright"}
)
_NEVER = frozenset({"xmp Thumbnails", "xmpMM Pantry", "xmpMM Ingredients"})
"""Pictures inside, and metadata of others."""

_PLACE_WORDS = frozenset(
    {"gps", "latitude", "longitude", "altitude", "location", "sublocation", "city", "state", "province", "country"}
    | {"geo", "geotag", "coverage", "place", "adr", "address", "coordinates", "elevation", "venue"}
)
_PLACE_PARTS = ("gps", "latitude", "longitude", "altitude", "worldregion", "sublocation", "countrycode", "countryname")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("camera", ("tiff Make", "tiff Model")),
    ("lens", ("aux Lens", "exifEX LensModel")),
    ("serial", ("aux SerialNumber", "exifEX BodySerialNumber", "exifEX LensSerialNumber", "aux LensSerialNumber")),
    ("software", ("xmp CreatorTool", "tiff Software")),
    ("date", ("exif DateTimeOriginal", "photoshop DateCreated", "xmp CreateDate")),
    ("author", ("dc creator", "tiff Artist", "exifEX CameraOwnerName", "aux OwnerName")),
    ("credit", ("photoshop Credit", "photoshop Source")),
    ("copyright", ("dc rights", "tiff Copyright", "xmpRights UsageTerms", "xmpRights WebStatement", "xmpRights Owner")),
    ("description", ("dc title", "dc description", "photoshop Headline")),
    ("keywords", ("dc subject", "lr hierarchicalSubject")),
    ("comment", ("exif UserComment",)),
)


_ABOUT_PIXELS = frozenset(
    {"tiff Orientation", "tiff ImageWidth", "tiff ImageLength", "exif PixelXDimension", "exif PixelYDimension"}
    | {"exif ColorSpace", "photoshop ICCProfile", "photoshop ColorMode"}
)


def read(packet: bytes) -> list[Node] | None:
    """Return the properties, those that stand as attributes too; None where the packet cannot be read."""
    try:
        root = xml.parse(packet.strip(b"\0 \r\n\t"))
    except UnfitError:
        return None
    tops = [root] if root.name == f"{RDF} RDF" else [node for node in root.children if node.name == f"{RDF} RDF"]
    descriptions = [node for top in tops for node in top.children if node.name == f"{RDF} Description"]
    return [found for description in descriptions for found in _properties(description)]


def _properties(description: Node) -> Iterator[Node]:
    for name, value in description.attributes.items():
        if not name.startswith((RDF, _XML)):
            yield Node(name, text=value)
    yield from description.children


def short(name: str) -> str:
    """Return "prefix local" by the usual prefix; "" of a namespace that is not listed, or of none."""
    namespace, _, local = name.rpartition(" ")
    prefix = NAMESPACES.get(namespace, "")
    return f"{prefix} {local}" if prefix else ""


def is_place(name: str) -> bool:
    """Whether a property of this name may say where: decided by its words, as there are many vocabularies."""
    local = name.rpartition(" ")[2]
    words = {word.lower() for word in _WORD.findall(local)}
    return bool(words & _PLACE_WORDS) or any(part in local.lower() for part in _PLACE_PARTS)


def credit(packet: bytes) -> bytes:
    return _only(packet, lambda name: short(name) in _CREDIT)


def without_place(packet: bytes) -> bytes:
    return _only(packet, lambda name: bool(short(name)) and short(name) not in _NEVER)


def for_new_pixels(packet: bytes) -> bytes:
    """Without what is about the pixels of the original: a result is upright, in sRGB, and of another size."""
    return _only(packet, lambda name: short(name) not in _ABOUT_PIXELS)


def _only(packet: bytes, may_stay: Callable[[str], bool]) -> bytes:
    """Return a packet of the properties that may stay, without any place in them; nothing if none is left."""
    properties = read(packet) or []
    staying = [pruned for node in properties if may_stay(node.name) and (pruned := _pruned(node))]
    return _packet(staying) if staying else b""


def _pruned(node: Node) -> Node | None:
    """The node without places and unlisted namespaces at any depth; None if it is one itself."""
    if not short(node.name) or is_place(node.name):
        return None
    attributes = {name: value for name, value in node.attributes.items() if short(name) and not is_place(name)}
    children = [pruned for child in node.children if (pruned := _pruned(child))]
    return Node(node.name, attributes, children, node.text)


def _packet(properties: list[Node]) -> bytes:
    body = "".join(_written(node) for node in properties)
    declared = "".join(f' xmlns:{prefix}="{uri}"' for uri, prefix in NAMESPACES.items() if f"{prefix}:" in body)
    declared = declared if "xmlns:rdf" in declared else f' xmlns:rdf="{RDF}"{declared}'
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF{declared.replace(f' xmlns:xml="{_XML}"', "")}><rdf:Description rdf:about="">{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _written(node: Node) -> str:
    name = _prefixed(node.name)
    attributes = "".join(f' {_prefixed(key)}="{_escaped(value)}"' for key, value in node.attributes.items())
    inside = "".join(_written(child) for child in node.children) or _escaped(node.text)
    return f"<{name}{attributes}>{inside}</{name}>"


def _prefixed(name: str) -> str:
    return short(name).replace(" ", ":")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def find(packet: bytes) -> Iterator[Finding]:
    properties = read(packet)
    if properties is None:
        yield finding("unreadable", "xmp", len(packet))
        return
    if places := _unique(text for node in properties for text in _places(node)):
        yield finding("place", "xmp", ", ".join(places[:8]))
    by_name: dict[str, list[str]] = {}
    for node in properties:
        by_name.setdefault(short(node.name), []).extend(_texts(node))
    for kind, names in _KINDS:
        values = _unique(text for name in names for text in by_name.get(name, ()))
        yield from (finding(kind, "xmp", value) for value in _said(kind, values))
    yield from _things(properties)


def _said(kind: str, values: list[str]) -> list[str]:
    joined = {"camera": " ", "lens": " ", "keywords": ", "}
    if kind in joined:
        return [joined[kind].join(values)] if values else []
    return values[:1] if kind == "date" else values[:4]


def _things(properties: list[Node]) -> Iterator[Finding]:
    """What is no text: pictures inside, a film behind the picture."""
    for node in properties:
        if short(node.name) == "xmp Thumbnails":
            yield finding("thumbnail", "xmp", sum(len(text) for text in _texts(node)))
        elif node.name in {f"{CAMERA_APP} MotionPhoto", f"{CAMERA_APP} MicroVideo"} and node.text.strip() == "1":
            yield finding("motion-photo", "xmp", "")


def _places(node: Node) -> Iterator[str]:
    """Texts of everything inside that says where."""
    if is_place(node.name):
        yield from _texts(node)
        return
    yield from (clean(value) for name, value in node.attributes.items() if is_place(name))
    for child in node.children:
        yield from _places(child)


def _texts(node: Node) -> Iterator[str]:
    """The text of the node and of all inside it, and of attributes that are fields."""
    if text := clean(node.text):
        yield text
    yield from (clean(value) for name, value in node.attributes.items() if not name.startswith((RDF, _XML)))
    for child in node.children:
        yield from _texts(child)


def _unique(texts: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
